package io.tito.sample.reminder;

import java.time.Instant;

import io.tito.annotation.TitoEntity;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * What became of an event that was published for later.
 *
 * @param eventId the id of the event
 * @param orderId the order to remember
 * @param dueAt when the event is due, by the store's clock
 * @param deliveredAt when it was delivered, by the same clock
 * @param version counts the changes, given by the store
 */
@TitoEntity("reminder")
record Reminder(@Id String eventId, String orderId, Instant dueAt, @Nullable Instant deliveredAt,
		@Version @Nullable Long version) {

	static Reminder of(String eventId, String orderId, Instant dueAt) {
		return new Reminder(eventId, orderId, dueAt, null, null);
	}

	Reminder delivered(Instant at) {
		return new Reminder(this.eventId, this.orderId, this.dueAt, at, this.version);
	}

}
