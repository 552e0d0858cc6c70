package io.tito.listener.retry;

import java.time.Duration;

/**
 * How often and when a failed event is tried again.
 *
 * @param maxAttempts how many attempts it has before it becomes a dead letter
 * @param initial the pause after the first attempt
 * @param multiplier by how much the pause grows with each attempt
 * @param max the longest pause
 * @param conversionHold the pause after a payload that could not be read
 */
public record RetrySettings(int maxAttempts, Duration initial, double multiplier, Duration max,
		Duration conversionHold) {

	/** 10 attempts, 1 s to 1 min; an hour for what cannot be read. */
	public static final RetrySettings DEFAULTS = new RetrySettings(10, Duration.ofSeconds(1), 2, Duration.ofMinutes(1),
			Duration.ofHours(1));

	private static final double JITTER = 0.2;

	public RetrySettings {
		if (maxAttempts < 1) {
			throw new IllegalArgumentException("An event has at least 1 attempt, not " + maxAttempts);
		}
		if (initial.isNegative() || max.compareTo(initial) < 0 || multiplier < 1) {
			throw new IllegalArgumentException(
					"Pauses between attempts must not shrink: from %s by %s to %s".formatted(initial, multiplier, max));
		}
	}

	public RetrySettings withMaxAttempts(int attempts) {
		return new RetrySettings(attempts, this.initial, this.multiplier, this.max, this.conversionHold);
	}

	public RetrySettings withPauses(Duration first, double factor, Duration longest) {
		return new RetrySettings(this.maxAttempts, first, factor, longest, this.conversionHold);
	}

	/**
	 * The pause after an attempt.
	 * @param attempt which attempt failed, from 1
	 * @param random 0 to 1: spreads the pauses of many events over up to a fifth more
	 * @return the pause
	 */
	public Duration pause(int attempt, double random) {
		double grown = this.initial.toMillis() * Math.pow(this.multiplier, Math.min(attempt - 1, 64));
		double bounded = Math.min(grown, this.max.toMillis());
		return Duration.ofMillis(Math.round(bounded * (1 + JITTER * random)));
	}

}
