package io.tito.client;

import java.time.Duration;
import java.time.Instant;

/**
 * A timestamp of TiKV's oracle: milliseconds in the upper bits, an 18-bit counter below.
 * All instances of a cluster agree on the order of these, whatever their clocks say.
 *
 * @param value the encoded timestamp, compared as an unsigned number
 */
public record Timestamp(long value) implements Comparable<Timestamp> {

	private static final int LOGICAL_BITS = 18;

	/**
	 * Before every timestamp that the oracle gives.
	 */
	public static final Timestamp ZERO = new Timestamp(0);

	/**
	 * TiKV's "latest": only legal for reads of a single key outside a transaction.
	 */
	public static final Timestamp LATEST = new Timestamp(-1L);

	public static Timestamp of(long physical, long logical) {
		return new Timestamp((physical << LOGICAL_BITS) | logical);
	}

	/**
	 * The milliseconds since 1970.
	 * @return the physical part
	 */
	public long physical() {
		return this.value >>> LOGICAL_BITS;
	}

	public long logical() {
		return this.value & ((1L << LOGICAL_BITS) - 1);
	}

	public Instant instant() {
		return Instant.ofEpochMilli(physical());
	}

	public Timestamp next() {
		return new Timestamp(this.value + 1);
	}

	public Timestamp previous() {
		return new Timestamp(this.value - 1);
	}

	/**
	 * Later by whole milliseconds, with the same counter.
	 * @param duration how much later
	 * @return the later timestamp
	 */
	public Timestamp plus(Duration duration) {
		return new Timestamp(this.value + (duration.toMillis() << LOGICAL_BITS));
	}

	/**
	 * Earlier by whole milliseconds, never below {@link #ZERO}.
	 * @param duration how much earlier
	 * @return the earlier timestamp
	 */
	public Timestamp minus(Duration duration) {
		long difference = duration.toMillis() << LOGICAL_BITS;
		return (Long.compareUnsigned(this.value, difference) <= 0) ? ZERO : new Timestamp(this.value - difference);
	}

	public boolean isAfter(Timestamp other) {
		return compareTo(other) > 0;
	}

	public boolean isBefore(Timestamp other) {
		return compareTo(other) < 0;
	}

	@Override
	public int compareTo(Timestamp other) {
		return Long.compareUnsigned(this.value, other.value);
	}

	@Override
	public String toString() {
		return physical() + "." + logical();
	}

}
