package io.tito.sample.reminder;

import java.time.Duration;
import java.time.Instant;

import io.tito.client.TitoClient;
import io.tito.log.EventId;
import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;
import io.tito.sample.order.Orders;
import io.tito.sample.web.NotFoundException;
import io.tito.transaction.TitoTransactional;

import org.springframework.stereotype.Service;

/**
 * Publishes events that are due later. Times are the store's, which all instances share.
 */
@Service
class ReminderService {

	private final Orders orders;

	private final Reminders reminders;

	private final Outbox outbox;

	private final TitoClient client;

	ReminderService(Orders orders, Reminders reminders, Outbox outbox, TitoClient client) {
		this.orders = orders;
		this.reminders = reminders;
		this.outbox = outbox;
		this.client = client;
	}

	@TitoTransactional
	EventId remind(String orderId, Duration in) {
		if (!this.orders.existsById(orderId)) {
			throw NotFoundException.of("order", orderId);
		}
		Instant dueAt = this.client.timestamp().instant().plusMillis(in.toMillis());
		EventId id = this.outbox
			.publish(OutboundEvent.of(RememberOrder.EVENTS, orderId, new RememberOrder(orderId)).at(dueAt));
		this.reminders.save(Reminder.of(id.toString(), orderId, dueAt));
		return id;
	}

	Reminder get(String eventId) {
		return this.reminders.findById(eventId).orElseThrow(() -> NotFoundException.of("reminder", eventId));
	}

	/**
	 * Cancel a reminder, unless it is too late.
	 * @param eventId the id of its event
	 * @return whether it will never be delivered
	 */
	boolean cancel(String eventId) {
		return this.outbox.cancel(EventId.parse(get(eventId).eventId()));
	}

}
