package io.tito.autoconfigure.docs;

import java.time.Instant;
import java.util.List;

import io.tito.annotation.OnDeadLetter;
import io.tito.annotation.Ordering;
import io.tito.annotation.TitoListener;
import io.tito.listener.BatchListenerFailedException;
import io.tito.listener.EventMetadata;
import io.tito.listener.EventOutcome;
import io.tito.listener.RejectEventException;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.log.EventId;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/**
 * The examples of docs/listening.md and docs/failure-handling.md.
 */
@Component
class Listening {

	private final Carrier carrier;

	private final Bank bank;

	private final Statistics statistics;

	private final TitoListenerContainerRegistry registry;

	Listening(Carrier carrier, Bank bank, Statistics statistics, TitoListenerContainerRegistry registry) {
		this.carrier = carrier;
		this.bank = bank;
		this.statistics = statistics;
		this.registry = registry;
	}

	// tag::single[]
	@TitoListener(id = "shipping", type = "order", group = "shipping")
	void ship(@Valid Order order, EventMetadata event) {
		this.carrier.send(order, event.eventId());
	}

	@TitoListener(id = "invoices", type = "order", group = "invoices", handlerTimeout = "30s", maxAttempts = "5")
	EventOutcome invoice(Order order, @Header(name = "cause", required = false) @Nullable String cause) {
		if (order.amount() < 0) {
			throw new RejectEventException("Order " + order.id() + " has a negative amount");
		}
		if (!this.bank.isOpen()) {
			return EventOutcome.rescheduleAt(this.bank.opens());
		}
		this.bank.book(order, cause);
		return EventOutcome.done();
	}
	// end::single[]

	// tag::batch[]
	@TitoListener(id = "statistics", type = "order", group = "statistics", batch = true, ordering = Ordering.NONE)
	void count(List<Order> orders) {
		this.statistics.add(orders);
	}
	// end::batch[]

	// tag::partial[]
	@TitoListener(id = "search", type = "order", group = "search", batch = true)
	void index(List<Order> orders, List<EventMetadata> events) {
		for (int i = 0; i < orders.size(); i++) {
			try {
				this.statistics.index(events.get(i).eventId(), orders.get(i));
			}
			catch (IllegalArgumentException ex) {
				throw new BatchListenerFailedException("The order cannot be found later", ex, i);
			}
		}
	}
	// end::partial[]

	// tag::hold[]
	@TitoListener(id = "ledger", type = "order", group = "ledger", maxAttempts = "5", onDeadLetter = OnDeadLetter.HOLD)
	void enter(Order order, EventMetadata event) {
		this.bank.enterOnce(event.eventId(), order);
	}
	// end::hold[]

	// tag::static[]
	@TitoListener(id = "archive", type = "order", group = "archive", partitions = "${archive.partitions:0-3}")
	void archive(Order order) {
		this.statistics.archive(order);
	}
	// end::static[]

	// tag::lifecycle[]
	void takeStock(Runnable stocktaking) {
		// running handlers end, other instances get the partitions
		this.registry.pause("shipping");
		stocktaking.run();
		this.registry.resume("shipping");
	}

	void restart() throws InterruptedException {
		// the same as a pause, and waits until handlers have ended
		this.registry.stop("shipping");
		this.registry.start("shipping");
	}
	// end::lifecycle[]

	interface Carrier {

		void send(Order order, EventId idempotencyKey);

	}

	interface Bank {

		boolean isOpen();

		Instant opens();

		void book(Order order, @Nullable String cause);

		void enterOnce(EventId id, Order order);

	}

	interface Statistics {

		void add(List<Order> orders);

		void index(EventId id, Order order);

		void archive(Order order);

	}

}
