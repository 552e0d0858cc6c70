package io.tito.log;

import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

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

	/**
	 * The time of a lane that is on its way to another partition, part of it there
	 * already: it must not be tried here.
	 */
	static final long LEAVING = HELD - 1;

	private static final long LEAVING_HELD = HELD - 2;

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
		return this.next == HELD || this.next == LEAVING_HELD;
	}

	/**
	 * The lane after what an operator has done: if it waited for that, it is due.
	 */
	Lane released(long now) {
		return isHeld()
				? new Lane(this.head, this.count, this.attempts, (this.next == HELD) ? now : LEAVING, this.error)
				: this;
	}

	boolean isLeaving() {
		return this.next == LEAVING || this.next == LEAVING_HELD;
	}

	/**
	 * A lane that was taken for one that leaves, and belongs here.
	 */
	Lane staying(long now) {
		return new Lane(this.head, this.count, this.attempts, isHeld() ? HELD : now, this.error, this.since);
	}

	/**
	 * An empty part of this lane for a partition whose events come before it.
	 */
	Lane before() {
		return new Lane(this.head, 0, this.attempts, isHeld() ? LEAVING_HELD : LEAVING, this.error, this.since);
	}

	/**
	 * What is left of the lane when its first events have gone to another partition.
	 */
	Lane leaving() {
		return new Lane(this.head, this.count, this.attempts, isHeld() ? LEAVING_HELD : LEAVING, this.error,
				this.since);
	}

	/**
	 * The lane in the partition that it goes to.
	 * @param there the lane as it is there: a part that came before, or what was parked
	 * there before a replay
	 * @param added how many events arrive
	 * @param whole whether these are all that were left
	 * @param now the oracle's time in milliseconds
	 */
	Lane arriving(@Nullable Lane there, long added, boolean whole, long now) {
		boolean parts = isLeaving();
		boolean held = isHeld() || (there != null && there.isHeld() && !parts);
		long time = (parts || !whole) ? now : this.next;
		return new Lane(this.head, added + ((there != null) ? there.count : 0), this.attempts, held ? HELD : time,
				this.error, this.since);
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
