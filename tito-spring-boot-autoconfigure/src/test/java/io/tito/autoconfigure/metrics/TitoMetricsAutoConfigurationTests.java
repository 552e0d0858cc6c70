package io.tito.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tito.autoconfigure.TitoRunner;
import io.tito.metrics.EventMetrics;
import io.tito.metrics.LagMetrics;
import io.tito.metrics.TransactionMetrics;
import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class TitoMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = TitoRunner.with(App.class);

	@Test
	void transactionsAndEventsAreMeasured() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			context.getBean(Outbox.class).publish(OutboundEvent.of("word", "key", "hello"));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("tito.events.published").tags("type", "word").counter().count()).isEqualTo(1);
			assertThat(registry.get("tito.transactions").tags("outcome", "committed").timer().count()).isPositive();
			assertThat(registry.get("tito.client.requests")
				.tags("rpc", "KvPrewrite", "outcome", "answered")
				.timer()
				.count()).isPositive();
			assertThat(registry.get("tito.client.commits").tags("protocol", "one-phase").counter().count())
				.isPositive();
			assertThat(registry.get("tito.client.commit.phases").tags("phase", "prewrite").timer().count())
				.isPositive();
			assertThat(registry.get("tito.client.batch.size").summary().count()).as("inside one JVM nothing is batched")
				.isZero();
			assertThat(context).hasSingleBean(LagMetrics.class);
		});
	}

	@Test
	void withoutARegistryNothingIsMeasured() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(TransactionMetrics.class)
			.doesNotHaveBean(EventMetrics.class)
			.doesNotHaveBean(LagMetrics.class));
	}

	@Test
	void micrometerIsNotNeeded() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class)).run((context) -> {
			assertThat(context).hasNotFailed();
			context.getBean(Outbox.class).publish(OutboundEvent.of("word", "key", "hello"));
		});
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackages = "io.tito.autoconfigure.none")
	static class App {

	}

}
