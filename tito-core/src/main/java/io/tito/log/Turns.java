package io.tito.log;

import org.jspecify.annotations.Nullable;

/**
 * Spreads the lanes of a replay over time. Not thread-safe.
 */
final class Turns {

	private static final long SECOND = 1000;

	private final @Nullable Integer rate;

	private long taken;

	Turns(@Nullable Integer rate) {
		this.rate = rate;
	}

	/**
	 * The time for the next one.
	 * @param now the oracle's time in milliseconds
	 * @return its time in milliseconds
	 */
	long next(long now) {
		return (this.rate != null) ? now + this.taken++ * SECOND / this.rate : now;
	}

}
