package io.tito.log;

import java.time.Instant;

import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * An event that a group gave up.
 *
 * @param partition its partition
 * @param position its position
 * @param event the event; null if this version cannot read it
 * @param attempts how often it was tried
 * @param failedAt when it was given up
 * @param error what went wrong last
 */
public record DeadLetter(int partition, Position position, @Nullable StoredEvent event, int attempts, Instant failedAt,
		String error) {

	private static final int FORMAT = 1;

	static byte[] encode(LoggedEvent event, int attempts, long failedAt, String error) {
		return new FieldWriter(FORMAT).number(attempts).number(failedAt).text(error).rest(event.row()).toBytes();
	}

	/**
	 * The lane that it is replayed into.
	 * @return the key of the event
	 */
	public String lane() {
		return LoggedEvent.laneOf(this.event);
	}

	static BuriedEvent read(Key key, int partition, Position position, byte[] bytes) {
		return FieldReader.read(key, bytes, FORMAT, (fields) -> {
			int attempts = fields.integer();
			Instant failedAt = Instant.ofEpochMilli(fields.number());
			String error = fields.text();
			byte[] row = fields.rest();
			StoredEvent event = LoggedEvent.logged(position, row).event();
			return new BuriedEvent(key, row, new DeadLetter(partition, position, event, attempts, failedAt, error));
		});
	}

}
