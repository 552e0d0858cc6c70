package io.tito.log;

import io.tito.key.Key;

/**
 * A parked lane: the events of one key that wait, in order, because the first of them
 * failed or could not be handled yet.
 *
 * @param head the position of the event that the attempts belong to
 * @param count how many events are parked
 * @param attempts how often the head was tried
 * @param next when the head is tried next, in milliseconds since 1970
 * @param error what went wrong last; empty if nothing did
 * @param since since when the head cannot be read, in milliseconds since 1970; 0 if that
 * is not what is wrong
 */
public record Lane(Position head, long count, int attempts, long next, String error, long since) {

	/**
	 * The time of a lane that waits for an operator. Replaying an event into it, or
	 * discarding the dead letter that it waits for, gives it another.
	 */
	public static final long HELD = Long.MAX_VALUE;

	private static final int FORMAT = 1;

	public Lane(Position head, long count, int attempts, long next, String error) {
		this(head, count, attempts, next, error, 0);
	}

	/**
	 * How often an event was tried before.
	 * @param event the event
	 * @return the attempts; 0 unless it is the head that they belong to
	 */
	public int attempts(Position event) {
		return this.head.equals(event) ? this.attempts : 0;
	}

	/**
	 * Since when an event cannot be read.
	 * @param event the event
	 * @return milliseconds since 1970; 0 unless it is the head and cannot be read
	 */
	public long unreadableSince(Position event) {
		return this.head.equals(event) ? this.since : 0;
	}

	Lane with(Position added) {
		return this.head.isAfter(added) ? new Lane(added, this.count + 1, 0, this.next, this.error)
				: new Lane(this.head, this.count + 1, this.attempts, this.next, this.error, this.since);
	}

	Lane without(Position removed) {
		// the next head is not known here, but none of the attempts were its own
		return new Lane(removed, this.count - 1, 0, this.next, "");
	}

	/**
	 * Whether it waits for an operator.
	 */
	boolean isHeld() {
		return this.next == HELD;
	}

	/**
	 * The lane after what an operator has done: if it waited for that, it is due.
	 */
	Lane released(long now) {
		return isHeld() ? new Lane(this.head, this.count, this.attempts, now, this.error) : this;
	}

	byte[] encode() {
		return new FieldWriter(FORMAT).text(this.head.text())
			.number(this.count)
			.number(this.attempts)
			.number(this.next)
			.text(this.error)
			.number(this.since)
			.toBytes();
	}

	static Lane decode(Key row, byte[] bytes) {
		return FieldReader.read(row, bytes, FORMAT, (fields) -> new Lane(new Position(fields.text()), fields.number(),
				fields.integer(), fields.number(), fields.text(), fields.number()));
	}

}
