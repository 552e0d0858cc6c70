package io.tito.autoconfigure.health;

import java.time.Duration;
import java.util.List;

import io.tito.autoconfigure.TitoRunner;
import io.tito.autoconfigure.tikv.TitoConnectionDetails;
import io.tito.embedded.EmbeddedTikv;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class TitoHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner runner = TitoRunner.with(App.class);

	@Test
	void clusterIsNotCalledEmbedded() {
		try (EmbeddedTikv server = EmbeddedTikv.builder().clusterId(77).start()) {
			TitoConnectionDetails details = () -> List.of(server.address());
			this.runner.withBean(TitoConnectionDetails.class, () -> details).run((context) -> {
				Health health = context.getBean(HealthIndicator.class).health();
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails()).containsEntry("embedded", false).containsEntry("clusterId", "77");
			});
		}
	}

	@Test
	void serverThatIsGoneIsDown() {
		EmbeddedTikv server = EmbeddedTikv.builder().start();
		TitoConnectionDetails details = () -> List.of(server.address());
		this.runner.withBean(TitoConnectionDetails.class, () -> details)
			.withPropertyValues("tito.tikv.request-timeout=500ms")
			.run((context) -> {
				server.close();
				long started = System.nanoTime();
				Health health = context.getBean(HealthIndicator.class).health();
				assertThat(Duration.ofNanos(System.nanoTime() - started)).as("less than the time for retries")
					.isLessThan(Duration.ofMillis(1900));
				assertThat(health.getStatus()).isEqualTo(Status.DOWN);
				assertThat(health.getDetails()).containsKey("error").containsEntry("namespace", "tito");
			});
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("management.health.tito.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
	}

	@Test
	void isNotNeeded() {
		this.runner.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("titoHealthContributor"));
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackages = "io.tito.autoconfigure.none")
	static class App {

	}

}
