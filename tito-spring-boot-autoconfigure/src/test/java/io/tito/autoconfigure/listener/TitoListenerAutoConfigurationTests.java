package io.tito.autoconfigure.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.tito.annotation.OnDeadLetter;
import io.tito.annotation.Ordering;
import io.tito.annotation.StartPosition;
import io.tito.annotation.TitoListener;
import io.tito.autoconfigure.TitoRunner;
import io.tito.autoconfigure.cluster.TitoClusterAutoConfiguration;
import io.tito.cluster.ClusterMember;
import io.tito.cluster.Membership;
import io.tito.listener.EventMetadata;
import io.tito.listener.container.ListenerDefinition;
import io.tito.listener.container.ListenerSettings.Profile;
import io.tito.listener.container.ListenerSettings;
import io.tito.listener.container.PartitionAssignment;
import io.tito.listener.container.PollIntervals;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.listener.container.TitoListenerCustomizer;
import io.tito.listener.retry.RetrySettings;
import io.tito.log.EventLogOperations;
import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import static org.assertj.core.api.Assertions.assertThat;

class TitoListenerAutoConfigurationTests {

	@Test
	void listenersHandleWhatIsPublished() {
		TitoRunner.with(App.class).run((context) -> {
			context.getBean(Outbox.class).publish(OutboundEvent.of("word", "key", "hello"));
			assertThat(context.getBean(Ear.class).heard.await(30, TimeUnit.SECONDS)).isTrue();
		});
	}

	@Test
	void listenersWorkInAnApplicationThatMakesBeansLazily() {
		TitoRunner.with(App.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				assertThat(context.getBean(TitoListenerContainerRegistry.class).listeners())
					.extracting(ListenerDefinition::id)
					.containsExactly("ear");
				context.getBean(Outbox.class).publish(OutboundEvent.of("word", "key", "hello"));
				assertThat(context.getBean(Ear.class).heard.await(30, TimeUnit.SECONDS)).isTrue();
			});
	}

	@Test
	void listenersDoNotStartIfToldSo() {
		TitoRunner.with(App.class).withPropertyValues("tito.listener.auto-startup=false").run((context) -> {
			assertThat(context.getBean(TitoListenerContainerRegistry.class).isRunning()).isFalse();
			assertThat(context.getBean(Membership.class).isLive()).isTrue();
		});
	}

	@Test
	void instanceHasTheNameThatItIsGiven() {
		TitoRunner.with(App.class)
			.withPropertyValues("tito.instance.name=node-7")
			.run((context) -> assertThat(context.getBean(ClusterMember.class).self()).startsWith("node-7@"));
	}

	@Test
	void secondListenerOfOneTypeAndGroupIsRefused() {
		TitoRunner.with(App.class).withBean("second", Ear.class).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new DuplicateListenerFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("bean 'ear'", "bean 'second'", "'word'", "'test'");
			assertThat(analysis.getAction()).contains("another group");
		});
	}

	@Test
	void backsOffFromAnApplicationWithoutMembership() {
		new ApplicationContextRunner().withUserConfiguration(TitoListenerAutoConfiguration.class)
			.run((context) -> assertThat(context).doesNotHaveBean(TitoListenerContainerRegistry.class));
		new ApplicationContextRunner().withUserConfiguration(TitoClusterAutoConfiguration.class)
			.run((context) -> assertThat(context).doesNotHaveBean(Membership.class));
	}

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
		TitoRunner.with(App.class)
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
		TitoRunner.with(App.class)
			.withPropertyValues("tito.listener.assignment=static")
			.run((context) -> assertThat(
					context.getBean(TitoListenerContainerRegistry.class).settings("ear").assignment())
				.isEqualTo(PartitionAssignment.ALL));
		TitoRunner.with(App.class)
			.withPropertyValues("tito.listener.assignment=static", "tito.listener.listeners.ear.assignment=dynamic")
			.run((context) -> assertThat(
					context.getBean(TitoListenerContainerRegistry.class).settings("ear").assignment())
				.isEqualTo(PartitionAssignment.DYNAMIC));
	}

	@Test
	void payloadsAreValidatedAsTheApplicationValidates() {
		TitoRunner.with(Checking.class)
			.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
			.run((context) -> {
				Outbox outbox = context.getBean(Outbox.class);
				outbox.publish(OutboundEvent.of("sum", "ann", new Sum(-1)));
				outbox.publish(OutboundEvent.of("sum", "ann", new Sum(1)));
				Checking listeners = context.getBean(Checking.class);
				assertThat(listeners.done.await(20, TimeUnit.SECONDS)).isTrue();
				assertThat(listeners.got).containsExactlyInAnyOrder("single 1", "batch 1");
				EventLogOperations operations = context.getBean(EventLogOperations.class);
				for (String group : List.of("single", "batch")) {
					assertThat(operations.deadLetters("sum", group, 10)).singleElement()
						.satisfies((letter) -> assertThat(letter.error()).contains("must be greater than 0"));
				}
			});
	}

	@Test
	void customizersHaveTheLastWord() {
		TitoRunner.with(App.class)
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
		TitoRunner.with(App.class)
			.withPropertyValues("tito.listener.listeners.ear.concurrency=3",
					"tito.listener.listeners.eer.concurrency=3")
			.run((context) -> assertThat(context.getBean(UnusedListenerSettings.class).unused())
				.containsExactly("eer"));
	}

	@Test
	void traceGoesFromThePublisherThroughEachAttempt() {
		TitoRunner.with(Traced.class)
			.withConfiguration(AutoConfigurations.of(TitoListenerObservationAutoConfiguration.class))
			.withPropertyValues("tito.listener.retry.initial-interval=1ms")
			.run((context) -> {
				TraceHandler traces = context.getBean(TraceHandler.class);
				traces.current = "trace-7";
				context.getBean(Outbox.class).publish(OutboundEvent.of("traced", "ann", "hello"));
				traces.current = "another";
				assertThat(context.getBean(Traced.class).done.await(20, TimeUnit.SECONDS)).isTrue();
				assertThat(traces.received).containsExactly("trace-7", "trace-7");
			});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void listenersRunOnVirtualThreadsIfTheApplicationDoes() {
		TitoRunner.with(App.class).withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			context.getBean(Outbox.class).publish(OutboundEvent.of("word", "hello"));
			Ear ear = context.getBean(Ear.class);
			assertThat(ear.heard.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(ear.thread.getClass().getSimpleName()).contains("VirtualThread");
		});
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
	static class App {

		@Bean
		Ear ear() {
			return new Ear();
		}

	}

	static class Ear {

		private final CountDownLatch heard = new CountDownLatch(1);

		private volatile Thread thread;

		@TitoListener(id = "ear", type = "word")
		void on(String word) {
			this.thread = Thread.currentThread();
			if (word.equals("hello")) {
				this.heard.countDown();
			}
		}

	}

	record Sum(@Positive int value) {

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackages = "io.tito.autoconfigure.none")
	static class Checking {

		private final List<String> got = new CopyOnWriteArrayList<>();

		private final CountDownLatch done = new CountDownLatch(2);

		@TitoListener(type = "sum", group = "single", start = StartPosition.EARLIEST)
		void single(@Valid Sum sum) {
			got("single " + sum.value());
		}

		@TitoListener(type = "sum", group = "batch", batch = true, start = StartPosition.EARLIEST)
		void batch(@Valid List<Sum> sums) {
			sums.forEach((sum) -> got("batch " + sum.value()));
		}

		private void got(String what) {
			this.got.add(what);
			this.done.countDown();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackages = "io.tito.autoconfigure.none")
	static class Tuned {

		@TitoListener(id = "tuned", type = "word", concurrency = "4", batchSize = "10")
		void on(String word) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackages = "io.tito.autoconfigure.none")
	static class Traced {

		private final CountDownLatch done = new CountDownLatch(1);

		@Bean
		TraceHandler traceHandler() {
			return new TraceHandler();
		}

		@Bean
		ObservationRegistry observationRegistry(TraceHandler handler) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(handler);
			return registry;
		}

		@TitoListener(type = "traced", group = "test")
		void on(String word, EventMetadata event) {
			if (event.attempt() == 1) {
				throw new IllegalStateException("not yet");
			}
			this.done.countDown();
		}

	}

	/**
	 * Does what the handlers of a tracer do.
	 */
	static class TraceHandler implements ObservationHandler<Observation.Context> {

		private volatile String current = "";

		private final List<String> received = new CopyOnWriteArrayList<>();

		@Override
		@SuppressWarnings("unchecked")
		public void onStart(Observation.Context context) {
			if (context instanceof SenderContext<?>) {
				SenderContext<Object> sender = (SenderContext<Object>) context;
				sender.getSetter().set(sender.getCarrier(), "traceparent", this.current);
			}
			if (context instanceof ReceiverContext<?>) {
				ReceiverContext<Object> receiver = (ReceiverContext<Object>) context;
				this.received.add(String.valueOf(receiver.getGetter().get(receiver.getCarrier(), "traceparent")));
			}
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
