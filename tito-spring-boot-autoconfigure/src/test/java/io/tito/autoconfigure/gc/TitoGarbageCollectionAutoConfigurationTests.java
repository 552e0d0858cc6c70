package io.tito.autoconfigure.gc;

import java.time.Duration;
import java.util.List;

import io.tito.autoconfigure.TitoRunner;
import io.tito.autoconfigure.cluster.TitoLeaderElectionAutoConfiguration;
import io.tito.autoconfigure.health.TitoGcHealthContributorAutoConfiguration;
import io.tito.autoconfigure.tikv.TitoConnectionDetails;
import io.tito.client.TitoClient;
import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.fault.FaultAction;
import io.tito.gc.CollectionJob;
import io.tito.gc.CollectionSettings;
import io.tito.gc.CollectionSettings.Mode;
import io.tito.lease.LeaderElection;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class TitoGarbageCollectionAutoConfigurationTests {

	private final ApplicationContextRunner runner = TitoRunner.with(App.class)
		.withConfiguration(AutoConfigurations.of(TitoLeaderElectionAutoConfiguration.class,
				TitoGarbageCollectionAutoConfiguration.class, TitoGcHealthContributorAutoConfiguration.class));

	@Test
	void collectsByDefaultIfNobodyElseDoes() {
		try (EmbeddedTikv server = EmbeddedTikv.builder().start()) {
			FaultAction.Hold advanced = FaultAction.holdAfter();
			server.faults().onNext("UpdateGCSafePoint", advanced);
			on(server).run((context) -> {
				advanced.awaitArrival(Duration.ofSeconds(60));
				Health health = context.getBean("titoGcHealthContributor", HealthIndicator.class).health();
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails()).containsEntry("enabled", "auto")
					.containsEntry("collects", true)
					.containsEntry("reason", "nobody else collects on this cluster")
					.containsEntry("life", "PT10M")
					.containsEntry("leader", context.getBean(LeaderElection.class).self());
				advanced.release();
			});
		}
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("tito.gc.enabled=false").run((context) -> {
			Health health = context.getBean("titoGcHealthContributor", HealthIndicator.class).health();
			assertThat(health.getDetails()).containsEntry("enabled", "false").doesNotContainKey("leader");
			assertThat(context.getBean(TitoClient.class).garbageCollector().safePoints().collected().value()).isZero();
		});
	}

	@Test
	void propertiesAreApplied() {
		this.runner.withPropertyValues("tito.gc.enabled=true", "tito.gc.life=1h", "tito.gc.interval=30s")
			.run((context) -> assertThat(context.getBean(CollectionJob.class).settings())
				.isEqualTo(new CollectionSettings(Mode.TRUE, Duration.ofHours(1), Duration.ofSeconds(30))));
	}

	@Test
	void aLifeThatTransactionsMayOutlastIsRefused() {
		this.runner.withPropertyValues("tito.gc.life=30s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("tito.gc.life is at least 2m, as transactions may last that long, not PT30S"));
	}

	@Test
	void healthIsUnknownWhileTheStoreIsGone() {
		EmbeddedTikv server = EmbeddedTikv.builder().start();
		on(server).withPropertyValues("tito.gc.enabled=false", "tito.tikv.request-timeout=300ms").run((context) -> {
			server.close();
			Health health = context.getBean("titoGcHealthContributor", HealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
		});
	}

	@Test
	void healthIsNotNeeded() {
		this.runner.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(CollectionJob.class));
	}

	@Test
	void theElectionIsABeanForApplications() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(LeaderElection.class));
	}

	private ApplicationContextRunner on(EmbeddedTikv server) {
		TitoConnectionDetails details = () -> List.of(server.address());
		return this.runner.withBean(TitoConnectionDetails.class, () -> details);
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackages = "io.tito.autoconfigure.none")
	static class App {

	}

}
