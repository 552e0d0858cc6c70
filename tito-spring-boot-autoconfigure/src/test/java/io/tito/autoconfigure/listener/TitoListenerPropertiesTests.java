package io.tito.autoconfigure.listener;

import java.time.Duration;

import io.tito.annotation.OnDeadLetter;
import io.tito.annotation.Ordering;
import io.tito.annotation.TitoListener;
import io.tito.autoconfigure.TitoRunner;
import io.tito.listener.container.ListenerSettings;
import io.tito.listener.container.ListenerSettings.Profile;
import io.tito.listener.container.PartitionAssignment;
import io.tito.listener.container.PollIntervals;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.listener.container.TitoListenerCustomizer;
import io.tito.listener.retry.RetrySettings;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class TitoListenerPropertiesTests {

	@Test
	void profileDecidesWhatIsLeftOut() {
		settings("tito.listener.profile=low-latency", "tito.listener.batch-size=7")
			.run((context) -> assertThat(context.getBean(TitoListenerProperties.class).settings())
				.isEqualTo(ListenerSettings.of(Profile.LOW_LATENCY).withBatch(7)));
	}

	@Test
	void everySettingCanBeChanged() {
		RetrySettings retry = RetrySettings.DEFAULTS.withMaxAttempts(3)
			.withPauses(Duration.ofMillis(200), 1.5, Duration.ofSeconds(2));
		settings("tito.listener.concurrency=3", "tito.listener.batch-size=9", "tito.listener.retry.max-attempts=3",
				"tito.listener.retry.initial-interval=200ms", "tito.listener.retry.multiplier=1.5",
				"tito.listener.retry.max-interval=2s")
			.run((context) -> assertThat(context.getBean(TitoListenerProperties.class).settings())
				.isEqualTo(ListenerSettings.of(Profile.BALANCED).withConcurrency(3).withBatch(9).withRetry(retry)));
	}

	@Test
	void oneIntervalMayLieBeyondTheOthersDefault() {
		settings("tito.listener.retry.initial-interval=5m")
			.run((context) -> assertThat(context.getBean(TitoListenerProperties.class).settings().retry().max())
				.isEqualTo(Duration.ofMinutes(5)));
		settings("tito.listener.retry.max-interval=200ms")
			.run((context) -> assertThat(context.getBean(TitoListenerProperties.class).settings().retry().initial())
				.isEqualTo(Duration.ofMillis(200)));
	}

	@Test
	void settingThatCannotBeIsRefusedByItsName() {
		settings("tito.listener.concurrency=0").run((context) -> assertThat(context).getFailure()
			.hasStackTraceContaining("tito.listener.concurrency is at least 1, not 0"));
		settings("tito.listener.retry.initial-interval=2s", "tito.listener.retry.max-interval=1s")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("tito.listener.retry.max-interval"));
	}

	@Test
	void allFaultsAreReportedAtOnce() {
		settings("tito.listener.concurrency=0", "tito.listener.handler-timeout=-1s",
				"tito.listener.retry.multiplier=0.5", "tito.listener.polling.min=2s", "tito.listener.polling.active=1s",
				"tito.listener.listeners.ear.batch-size=0", "tito.listener.listeners.ear.outage-hold=-1s")
			.run((context) -> {
				FailureAnalysis analysis = new InvalidListenerPropertiesFailureAnalyzer()
					.analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("tito.listener.concurrency is at least 1",
						"tito.listener.handler-timeout", "tito.listener.retry.multiplier",
						"tito.listener.polling.active (PT1S) is not shorter than polling.min (PT2S)",
						"tito.listener.listeners.ear.batch-size", "tito.listener.listeners.ear.outage-hold");
				assertThat(analysis.getAction()).contains("profile");
			});
	}

	@Test
	void everyKnobOfAProfileCanBeChangedForOneListener() {
		TitoRunner.with(EarApplication.class)
			.withPropertyValues("tito.listener.profile=relaxed", "tito.listener.listeners.ear.profile=low-latency",
					"tito.listener.listeners.ear.concurrency=3", "tito.listener.listeners.ear.batch-size=9",
					"tito.listener.listeners.ear.ordering=none", "tito.listener.listeners.ear.handler-timeout=7s",
					"tito.listener.listeners.ear.degrade-after=5", "tito.listener.listeners.ear.on-dead-letter=hold",
					"tito.listener.listeners.ear.conversion-hold=2h", "tito.listener.listeners.ear.outage-hold=3h",
					"tito.listener.listeners.ear.polling.min=1ms", "tito.listener.listeners.ear.polling.active=2ms",
					"tito.listener.listeners.ear.polling.idle=3ms", "tito.listener.listeners.ear.polling.step=4ms",
					"tito.listener.listeners.ear.retry.max-attempts=6",
					"tito.listener.listeners.ear.retry.initial-interval=1s",
					"tito.listener.listeners.ear.retry.multiplier=3",
					"tito.listener.listeners.ear.retry.max-interval=9s", "tito.listener.listeners.ear.partitions=0-3,7")
			.run((context) -> {
				RetrySettings retry = new RetrySettings(6, Duration.ofSeconds(1), 3, Duration.ofSeconds(9),
						Duration.ofHours(2), Duration.ofHours(3), OnDeadLetter.HOLD);
				PollIntervals polling = new PollIntervals(Duration.ofMillis(1), Duration.ofMillis(2),
						Duration.ofMillis(3), Duration.ofMillis(4));
				assertThat(context.getBean(TitoListenerContainerRegistry.class).settings("ear"))
					.isEqualTo(new ListenerSettings(3, 9, polling, retry, Ordering.NONE, Duration.ofSeconds(7), 5, true,
							PartitionAssignment.parse("0-3,7")));
			});
	}

	@Test
	void annotationYieldsToItsOwnPropertiesAndPrecedesThoseOfAll() {
		TitoRunner.with(Tuned.class)
			.withPropertyValues("tito.listener.concurrency=2", "tito.listener.batch-size=20",
					"tito.listener.retry.max-attempts=2", "tito.listener.listeners.tuned.batch-size=30")
			.run((context) -> {
				ListenerSettings settings = context.getBean(TitoListenerContainerRegistry.class).settings("tuned");
				assertThat(settings.concurrency()).isEqualTo(4);
				assertThat(settings.batch()).isEqualTo(30);
				assertThat(settings.retry().maxAttempts()).isEqualTo(2);
			});
	}

	@Test
	void partitionsAreNotSpreadIfToldSo() {
		TitoRunner.with(EarApplication.class)
			.withPropertyValues("tito.listener.assignment=static")
			.run((context) -> assertThat(
					context.getBean(TitoListenerContainerRegistry.class).settings("ear").assignment())
				.isEqualTo(PartitionAssignment.ALL));
		TitoRunner.with(EarApplication.class)
			.withPropertyValues("tito.listener.assignment=static", "tito.listener.listeners.ear.assignment=dynamic")
			.run((context) -> assertThat(
					context.getBean(TitoListenerContainerRegistry.class).settings("ear").assignment())
				.isEqualTo(PartitionAssignment.DYNAMIC));
	}

	@Test
	void customizersHaveTheLastWord() {
		TitoRunner.with(EarApplication.class)
			.withPropertyValues("tito.listener.listeners.ear.concurrency=3")
			.withBean(TitoListenerCustomizer.class,
					() -> (listener, settings) -> settings
						.withConcurrency(settings.concurrency() + listener.id().length()))
			.run((context) -> assertThat(
					context.getBean(TitoListenerContainerRegistry.class).settings("ear").concurrency())
				.isEqualTo(6));
	}

	@Test
	void propertiesOfAListenerThatDoesNotExistAreNoticed() {
		TitoRunner.with(EarApplication.class)
			.withPropertyValues("tito.listener.listeners.ear.concurrency=3",
					"tito.listener.listeners.eer.concurrency=3")
			.run((context) -> assertThat(context.getBean(UnusedListenerSettings.class).unused())
				.containsExactly("eer"));
	}

	private static ApplicationContextRunner settings(String... properties) {
		return new ApplicationContextRunner().withUserConfiguration(Settings.class).withPropertyValues(properties);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(TitoListenerProperties.class)
	static class Settings {

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackages = "io.tito.autoconfigure.none")
	static class Tuned {

		@TitoListener(id = "tuned", type = "word", concurrency = "4", batchSize = "10")
		void on(String word) {
		}

	}

}
