package io.tito.embedded.pd;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The timestamp oracle: strictly increasing timestamps whose upper bits are the clock's
 * milliseconds. Never goes back, whatever the clock does. Thread-safe.
 */
public final class Oracle {

	/**
	 * How many timestamps one millisecond holds.
	 */
	static final long PER_MILLISECOND = 1L << 18;

	private static final Duration DRIFT = Duration.ofSeconds(60);

	private final InstantSource clock;

	private final AtomicLong ahead = new AtomicLong();

	private final AtomicLong last = new AtomicLong();

	public Oracle(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Take several timestamps at once.
	 * @param count how many
	 * @return the last of them; all have the same physical part
	 */
	long next(long count) {
		if (count < 1 || count >= PER_MILLISECOND) {
			throw new IllegalArgumentException(
					"A request may take 1 to " + (PER_MILLISECOND - 1) + " timestamps, not " + count);
		}
		long now = now();
		return this.last.updateAndGet((before) -> after(Math.max(before, now), count));
	}

	/**
	 * Take one timestamp.
	 * @return a fresh one
	 */
	public long next() {
		return next(1);
	}

	private static long after(long before, long count) {
		long room = PER_MILLISECOND - 1 - before % PER_MILLISECOND;
		long from = (count <= room) ? before : (before / PER_MILLISECOND + 1) * PER_MILLISECOND;
		return from + count;
	}

	private long now() {
		return (this.clock.millis() + this.ahead.get()) * PER_MILLISECOND;
	}

	/**
	 * The greatest timestamp that a client can honestly have, with room for drift.
	 * @return the bound
	 */
	public long limit() {
		return Math.max(this.last.get(), now()) + DRIFT.toMillis() * PER_MILLISECOND;
	}

	/**
	 * Let the physical time jump ahead.
	 * @param by how far
	 */
	public void advance(Duration by) {
		this.ahead.addAndGet(by.toMillis());
	}

}
