package io.tito.log;

import java.time.Instant;

import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * An event that a group gave up.
 *
 * @param position its position
 * @param event the event; null if this version cannot read it
 * @param attempts how often it was tried
 * @param failedAt when it was given up
 * @param error what went wrong last
 */
public record DeadLetter(Position position, @Nullable StoredEvent event, int attempts, Instant failedAt, String error) {

	private static final int FORMAT = 1;

	static byte[] encode(LoggedEvent event, int attempts, long failedAt, String error) {
		return new FieldWriter(FORMAT).number(attempts).number(failedAt).text(error).rest(event.row()).toBytes();
	}

	static DeadLetter decode(Key row, Position position, byte[] bytes) {
		return FieldReader.read(row, bytes, FORMAT, (fields) -> {
			int attempts = fields.integer();
			Instant failedAt = Instant.ofEpochMilli(fields.number());
			String error = fields.text();
			StoredEvent event = LoggedEvent.logged(position, fields.rest()).event();
			return new DeadLetter(position, event, attempts, failedAt, error);
		});
	}

}
