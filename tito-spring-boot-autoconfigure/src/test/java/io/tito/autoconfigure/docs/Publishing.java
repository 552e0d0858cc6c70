package io.tito.autoconfigure.docs;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.tito.annotation.TitoEvent;
import io.tito.log.EventId;
import io.tito.outbox.EntityEvents;
import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;
import io.tito.transaction.TitoTransactional;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/**
 * The examples of docs/publishing.md.
 */
@Service
class Publishing {

	private final Orders orders;

	private final Outbox outbox;

	private final ApplicationEventPublisher publisher;

	Publishing(Orders orders, Outbox outbox, ApplicationEventPublisher publisher) {
		this.orders = orders;
		this.outbox = outbox;
		this.publisher = publisher;
	}

	// tag::by-hand[]
	@TitoTransactional
	public EventId place(Order order) {
		Order placed = this.orders.save(order);
		return this.outbox.publish(OutboundEvent.of("confirmation", placed.customer(), new Confirmation(placed.id())));
	}
	// end::by-hand[]

	// tag::schedule[]
	public EventId remind(String order, Instant at) {
		return this.outbox.publish(OutboundEvent.of("reminder", order, new Reminder(order)).at(at));
	}

	public boolean later(EventId reminder, Instant at) {
		return this.outbox.reschedule(reminder, at.plus(Duration.ofHours(1)));
	}

	public boolean never(EventId reminder) {
		return this.outbox.cancel(reminder);
	}
	// end::schedule[]

	// tag::all[]
	public List<EventId> remindAll(List<String> orders) {
		return this.outbox.publishAll(
				orders.stream().map((order) -> OutboundEvent.of("reminder", order, new Reminder(order))).toList());
	}
	// end::all[]

	// tag::once[]
	public EventId pay(String request, String order) {
		return this.outbox.publish(OutboundEvent.of("payment", order, new Reminder(order)).once(request));
	}
	// end::once[]

	// tag::raw[]
	public EventId raw(byte[] message) {
		return this.outbox.publish(
				OutboundEvent.of("raw", message).payloadType("proto/shop.Order").header("schema", "7").toPartition(3));
	}
	// end::raw[]

	// tag::application-event[]
	@TitoEvent(type = "shipped", key = "customer")
	record Shipped(String order, String customer) {
	}

	@TitoTransactional
	public void ship(Order order) {
		this.orders.delete(order);
		this.publisher.publishEvent(new Shipped(String.valueOf(order.id()), order.customer()));
	}
	// end::application-event[]

	// tag::call[]
	public void importAll(List<Order> imported) {
		EntityEvents.suppressed(() -> this.orders.saveAll(imported));
	}

	public Order refund(Order order) {
		return EntityEvents.withHeaders(Map.of("cause", "refund"), () -> this.orders.save(order));
	}
	// end::call[]

	byte[] message() {
		return "raw".getBytes(StandardCharsets.UTF_8);
	}

	record Confirmation(@Nullable String order) {

	}

	record Reminder(String order) {

	}

}
