package io.tito.metrics;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import io.tito.core.IndexMaintenance;
import io.tito.core.TitoTemplate;
import io.tito.index.IndexMembers;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.annotation.Id;

import static org.assertj.core.api.Assertions.assertThat;

class IndexMetricsTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void showsHowMuchOfTheIndexesIsBuilt() {
		TestStore.of(cluster).template().save(new Before("1", 7));
		TitoTemplate template = TestStore.of(cluster).template();
		IndexMaintenance maintenance = maintenance(template, true);
		new IndexMetrics(maintenance).bindTo(this.registry);
		assertThat(progress()).as("not looked yet").isNaN();
		maintenance.runOnce();
		assertThat(progress()).isZero();
		cluster.pass(TestStore.LEASE.multipliedBy(2));
		maintenance.runOnce();
		assertThat(progress()).isEqualTo(1);
		assertThat(TestStore.of(cluster).template().query(After.class).where("a", 7).list()).hasSize(1);
	}

	@Test
	void showsNothingWhereAnotherInstanceBuilds() {
		IndexMaintenance maintenance = maintenance(TestStore.of(cluster).template(), false);
		new IndexMetrics(maintenance).bindTo(this.registry);
		maintenance.runOnce();
		assertThat(progress()).isNaN();
	}

	private static IndexMaintenance maintenance(TitoTemplate template, boolean leads) {
		return new IndexMaintenance(template.indexes(), List.of(After.class), IndexMembers.ALONE, () -> leads,
				Duration.ofDays(1));
	}

	private double progress() {
		return this.registry.get("tito.index.progress").tags("entity", "measured").gauge().value();
	}

	@TitoEntity("measured")
	record Before(@Id String id, int a) {
	}

	@TitoEntity("measured")
	@TitoIndex(name = "by_a", fields = "a")
	record After(@Id String id, int a) {
	}

}
