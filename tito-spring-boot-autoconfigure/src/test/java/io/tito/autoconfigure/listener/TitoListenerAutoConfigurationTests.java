package io.tito.autoconfigure.listener;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.tito.annotation.StartPosition;
import io.tito.annotation.TitoListener;
import io.tito.autoconfigure.TitoRunner;
import io.tito.autoconfigure.cluster.TitoClusterAutoConfiguration;
import io.tito.cluster.ClusterMember;
import io.tito.cluster.Membership;
import io.tito.listener.container.ListenerDefinition;
import io.tito.listener.container.TitoListenerContainerRegistry;
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
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class TitoListenerAutoConfigurationTests {

	@Test
	void listenersHandleWhatIsPublished() {
		TitoRunner.with(EarApplication.class).run((context) -> {
			context.getBean(Outbox.class).publish(OutboundEvent.of("word", "key", "hello"));
			assertThat(context.getBean(EarApplication.Ear.class).heard.await(30, TimeUnit.SECONDS)).isTrue();
		});
	}

	@Test
	void listenersWorkInAnApplicationThatMakesBeansLazily() {
		TitoRunner.with(EarApplication.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				assertThat(context.getBean(TitoListenerContainerRegistry.class).listeners())
					.extracting(ListenerDefinition::id)
					.containsExactly("ear");
				context.getBean(Outbox.class).publish(OutboundEvent.of("word", "key", "hello"));
				assertThat(context.getBean(EarApplication.Ear.class).heard.await(30, TimeUnit.SECONDS)).isTrue();
			});
	}

	@Test
	void listenersDoNotStartIfToldSo() {
		TitoRunner.with(EarApplication.class).withPropertyValues("tito.listener.auto-startup=false").run((context) -> {
			assertThat(context.getBean(TitoListenerContainerRegistry.class).isRunning()).isFalse();
			assertThat(context.getBean(Membership.class).isLive()).isTrue();
		});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void listenersRunOnVirtualThreadsIfTheApplicationDoes() {
		TitoRunner.with(EarApplication.class)
			.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> {
				context.getBean(Outbox.class).publish(OutboundEvent.of("word", "hello"));
				EarApplication.Ear ear = context.getBean(EarApplication.Ear.class);
				assertThat(ear.heard.await(20, TimeUnit.SECONDS)).isTrue();
				assertThat(ear.thread.getClass().getSimpleName()).contains("VirtualThread");
			});
	}

	@Test
	void instanceHasTheNameThatItIsGiven() {
		TitoRunner.with(EarApplication.class)
			.withPropertyValues("tito.instance.name=node-7")
			.run((context) -> assertThat(context.getBean(ClusterMember.class).self()).startsWith("node-7@"));
	}

	@Test
	void secondListenerOfOneTypeAndGroupIsRefused() {
		TitoRunner.with(EarApplication.class).withBean("second", EarApplication.Ear.class).run((context) -> {
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

}
