package io.tito.sample.reminder;

import java.time.Duration;
import java.time.Instant;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DurationFormat;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The resources {@code /orders/{id}/reminders} and {@code /reminders}.
 */
@RestController
class ReminderController {

	private final ReminderService reminders;

	ReminderController(ReminderService reminders) {
		this.reminders = reminders;
	}

	@PostMapping("/orders/{id}/reminders")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Accepted remind(@PathVariable String id, @RequestParam @DurationFormat(
			style = DurationFormat.Style.ISO8601) @DurationMin @DurationMax(days = 3650) Duration in) {
		return new Accepted(this.reminders.remind(id, in).toString());
	}

	@GetMapping("/reminders/{eventId}")
	State get(@PathVariable String eventId) {
		Reminder reminder = this.reminders.get(eventId);
		return new State(reminder.eventId(), reminder.orderId(), reminder.dueAt(), reminder.deliveredAt());
	}

	@DeleteMapping("/reminders/{eventId}")
	ResponseEntity<Void> cancel(@PathVariable String eventId) {
		if (this.reminders.cancel(eventId)) {
			return ResponseEntity.noContent().build();
		}
		throw new TooLateException(eventId);
	}

	record Accepted(String eventId) {

	}

	record State(String eventId, String orderId, Instant dueAt, @Nullable Instant deliveredAt) {

	}

}
