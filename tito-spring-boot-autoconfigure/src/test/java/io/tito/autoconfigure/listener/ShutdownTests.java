package io.tito.autoconfigure.listener;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.tito.annotation.TitoListener;
import io.tito.embedded.EmbeddedTikv;
import io.tito.log.EventLogOperations;
import io.tito.log.GroupLag;
import io.tito.log.PartitionInfo;
import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How an application ends while handlers run, and that one that makes its beans lazily
 * does the same.
 */
class ShutdownTests {

	private final EmbeddedTikv server = EmbeddedTikv.builder().start();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void finishesRunningHandlersAndGivesPartitionsBack() throws Exception {
		ConfigurableApplicationContext context = run();
		Slow slow = begin(context);
		Thread closing = new Thread(context::close);
		closing.start();
		slow.end.countDown();
		closing.join(TimeUnit.SECONDS.toMillis(30));

		assertThat(closing.isAlive()).isFalse();
		assertThat(slow.interrupted.getCount()).isEqualTo(1);
		assertLeft(0);
	}

	@Test
	void interruptsHandlersThatTakeLongerThanTheShutdownMay() throws Exception {
		interruptsWhatTakesTooLong();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void interruptsHandlersOnVirtualThreadsToo() throws Exception {
		interruptsWhatTakesTooLong("--spring.threads.virtual.enabled=true");
	}

	@Test
	void beansThatAreMadeLazilyListenAndAreObserved() throws Exception {
		try (ConfigurableApplicationContext context = run("--spring.main.lazy-initialization=true")) {
			Slow slow = begin(context);
			slow.end.countDown();
			assertThat(context.getBean(App.class).observed.await(20, TimeUnit.SECONDS)).isTrue();
		}
		assertLeft(0);
	}

	private void interruptsWhatTakesTooLong(String... arguments) throws Exception {
		ConfigurableApplicationContext context = run(arguments);
		Slow slow = begin(context);
		context.close();

		assertThat(slow.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
		assertLeft(1);
	}

	/**
	 * What the next instance finds. Nothing was killed, so it takes partitions at once.
	 */
	private void assertLeft(int events) {
		try (ConfigurableApplicationContext after = run("--tito.listener.auto-startup=false")) {
			EventLogOperations operations = after.getBean(EventLogOperations.class);
			GroupLag lag = operations.lag("word", "test");
			assertThat(lag.pending() + lag.parked()).isEqualTo(events);
			assertThat(lag.deadLetters()).isZero();
			if (events == 0) {
				assertThat(operations.partitions("word", "test")).extracting(PartitionInfo::owner).containsOnly("");
			}
		}
	}

	private static Slow begin(ConfigurableApplicationContext context) throws InterruptedException {
		context.getBean(Outbox.class).publish(OutboundEvent.of("word", "key", "hello"));
		Slow slow = context.getBean(Slow.class);
		assertThat(slow.begun.await(30, TimeUnit.SECONDS)).isTrue();
		return slow;
	}

	private ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties("spring.application.name=test", "tito.tikv.pd-addresses=" + this.server.address(),
					"spring.lifecycle.timeout-per-shutdown-phase=2s", "tito.outbox.default-partitions=4",
					"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
			.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		private final CountDownLatch observed = new CountDownLatch(1);

		@Bean
		Slow slow() {
			return new Slow();
		}

		@Bean
		ObservationRegistry observationRegistry() {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new ObservationHandler<>() {
				@Override
				public void onStop(Observation.Context context) {
					if ("tito.listener".equals(context.getName())) {
						App.this.observed.countDown();
					}
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return true;
				}
			});
			return registry;
		}

	}

	static class Slow {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch end = new CountDownLatch(1);

		private final CountDownLatch interrupted = new CountDownLatch(1);

		@TitoListener(type = "word")
		void on(String word) throws InterruptedException {
			this.begun.countDown();
			try {
				this.end.await();
			}
			catch (InterruptedException ex) {
				this.interrupted.countDown();
				throw ex;
			}
		}

	}

}
