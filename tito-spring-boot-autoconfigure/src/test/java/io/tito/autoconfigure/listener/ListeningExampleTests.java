package io.tito.autoconfigure.listener;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.tito.annotation.OnDeadLetter;
import io.tito.annotation.Ordering;
import io.tito.annotation.StartPosition;
import io.tito.annotation.TitoListener;
import io.tito.autoconfigure.TitoRunner;
import io.tito.listener.EventMetadata;
import io.tito.listener.EventOutcome;
import io.tito.listener.RejectEventException;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of docs/listening.md and docs/failure-handling.md.
 */
class ListeningExampleTests {

	@Test
	void examplesRun() {
		TitoRunner.with(App.class).run((context) -> {
			Warehouse warehouse = context.getBean(Warehouse.class);
			Outbox outbox = context.getBean(Outbox.class);
			outbox.publish(OutboundEvent.of("order", "ann", new Order("1", 100)).header("source", "web"));
			outbox.publish(OutboundEvent.of("order", "bob", new Order("2", -1)));
			assertThat(warehouse.done.await(20, TimeUnit.SECONDS)).as("done: %s", warehouse.got).isTrue();

			assertThat(warehouse.got).containsExactlyInAnyOrder("shipped 1 web 1", "closed 1", "invoiced 1",
					"counted 1", "counted 2");
			TitoListenerContainerRegistry registry = context.getBean(TitoListenerContainerRegistry.class);
			registry.pause("shipping");
			assertThat(registry.isRunning("shipping")).isFalse();
			registry.resume("shipping");
			registry.stop("shipping");
			registry.start("shipping");
			assertThat(registry.isRunning("shipping")).isTrue();
		});
	}

	record Order(String reference, long amount) {

	}

	static class Warehouse {

		final List<String> got = new CopyOnWriteArrayList<>();

		final CountDownLatch done = new CountDownLatch(5);

		private boolean open;

		@TitoListener(id = "shipping", type = "order", group = "shipping")
		void ship(@Validated Order order, EventMetadata event,
				@Header(name = "source", required = false) String source) {
			got("shipped " + order.reference() + " " + source + " " + event.attempt());
		}

		@TitoListener(id = "invoices", type = "order", group = "invoices", handlerTimeout = "30s", maxAttempts = "5",
				onDeadLetter = OnDeadLetter.HOLD, start = StartPosition.EARLIEST)
		synchronized EventOutcome invoice(Order order) {
			if (order.amount() < 0) {
				throw new RejectEventException("Order " + order.reference() + " has a negative amount");
			}
			if (!this.open) {
				this.open = true;
				got("closed " + order.reference());
				return EventOutcome.rescheduleAt(Instant.EPOCH);
			}
			got("invoiced " + order.reference());
			return EventOutcome.done();
		}

		@TitoListener(id = "statistics", type = "order", group = "statistics", batch = true, ordering = Ordering.NONE)
		List<EventOutcome> count(List<Order> orders) {
			return orders.stream().map((order) -> {
				got("counted " + order.reference());
				return EventOutcome.done();
			}).toList();
		}

		private void got(String what) {
			this.got.add(what);
			this.done.countDown();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackages = "io.tito.autoconfigure.none")
	static class App {

		@Bean
		Warehouse warehouse() {
			return new Warehouse();
		}

		@Bean
		Validator validator() {
			return new Validator() {
				@Override
				public boolean supports(Class<?> type) {
					return type == Order.class;
				}

				@Override
				public void validate(Object target, Errors errors) {
					if (((Order) target).amount() < 0) {
						errors.reject("amount", "negative");
					}
				}
			};
		}

	}

}
