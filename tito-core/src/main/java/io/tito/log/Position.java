package io.tito.log;

import java.util.UUID;

import io.tito.client.Timestamp;

/**
 * A place in the log of one partition: either an event's (its millisecond and UUID) or a
 * bound between events. The order of the texts is the order of the log, since the text is
 * the end of the event's key.
 *
 * @param text {@code timestamp:uuid} with 15 digits, {@code timestamp:} as the bound
 * before the first event of a millisecond, {@code timestamp:g} as the bound after its
 * last
 */
public record Position(String text) implements Comparable<Position> {

	/** Before every event. */
	public static final Position START = new Position("");

	/** Behind every event. */
	static final Position END = new Position("~");

	private static final int DIGITS = 15;

	public static Position of(long millis, UUID uuid) {
		return new Position(digits(millis) + ":" + uuid);
	}

	/**
	 * The bound before the first event of the timestamp's millisecond.
	 * @param timestamp the timestamp
	 * @return the bound
	 */
	public static Position floor(Timestamp timestamp) {
		return new Position(digits(timestamp.physical()) + ":");
	}

	/**
	 * The bound after the last event of the timestamp's millisecond.
	 * @param timestamp the timestamp
	 * @return the bound
	 */
	public static Position ceil(Timestamp timestamp) {
		return new Position(digits(timestamp.physical()) + ":g");
	}

	/**
	 * The millisecond: when the event is due, or was published if it is not scheduled.
	 * @return milliseconds since 1970; 0 for {@link #START}
	 */
	public long millis() {
		return this.text.isEmpty() ? 0 : Long.parseLong(this.text.substring(0, DIGITS));
	}

	public boolean isAfter(Position other) {
		return compareTo(other) > 0;
	}

	@Override
	public int compareTo(Position other) {
		return this.text.compareTo(other.text);
	}

	@Override
	public String toString() {
		return this.text;
	}

	private static String digits(long millis) {
		if (millis < 0 || millis > 253402300799999L) {
			throw new IllegalArgumentException(
					"A position's time lies within the years 1970 to 9999, not at " + millis);
		}
		String number = Long.toString(millis);
		return "0".repeat(DIGITS - number.length()) + number;
	}

}
