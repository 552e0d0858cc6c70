package io.tito.autoconfigure.listener;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.tito.annotation.TitoListener;
import io.tito.autoconfigure.TitoRunner;
import io.tito.listener.EventMetadata;
import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class TitoListenerObservationAutoConfigurationTests {

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
