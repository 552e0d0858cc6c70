package io.tito.autoconfigure.listener;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.tito.annotation.TitoListener;
import io.tito.autoconfigure.TitoRunner;
import io.tito.autoconfigure.cluster.TitoClusterAutoConfiguration;
import io.tito.cluster.ClusterMember;
import io.tito.cluster.Membership;
import io.tito.listener.container.ListenerDefinition;
import io.tito.listener.container.ListenerSettings;
import io.tito.listener.container.ListenerSettings.Profile;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.listener.retry.RetrySettings;
import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
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
					.containsExactly("word/test");
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

		@TitoListener(type = "word")
		void on(String word) {
			if (word.equals("hello")) {
				this.heard.countDown();
			}
		}

	}

}
