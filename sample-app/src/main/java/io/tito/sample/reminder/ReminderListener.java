package io.tito.sample.reminder;

import java.time.Instant;

import io.tito.annotation.TitoListener;
import io.tito.client.TitoClient;
import io.tito.listener.EventMetadata;

import org.springframework.stereotype.Component;

/**
 * Notes when a reminder was delivered.
 */
@Component
class ReminderListener {

	private final Reminders reminders;

	private final TitoClient client;

	ReminderListener(Reminders reminders, TitoClient client) {
		this.reminders = reminders;
		this.client = client;
	}

	@TitoListener(type = RememberOrder.EVENTS, group = "reminders", transactional = true)
	void remember(RememberOrder payload, EventMetadata metadata) {
		Instant now = this.client.timestamp().instant();
		this.reminders.findById(metadata.eventId().toString())
			.ifPresent((reminder) -> this.reminders.save(reminder.delivered(now)));
	}

}
