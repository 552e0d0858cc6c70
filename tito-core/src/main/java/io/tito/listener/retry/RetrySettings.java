package io.tito.listener.retry;

import java.time.Duration;

import io.tito.annotation.OnDeadLetter;

/**
 * How often and when a failed event is tried again.
 *
 * @param maxAttempts how many attempts it has before it becomes a dead letter
 * @param initial the pause after the first attempt
 * @param multiplier by how much the pause grows with each attempt
 * @param max the longest pause
 * @param conversionHold how long a payload that cannot be read spends no attempts
 * @param outageHold how long events spend no attempts while all of a batch fail, which
 * looks like an outage of what the listener needs
 * @param onDeadLetter whether a lane goes on when its head was given up
 */
public record RetrySettings(int maxAttempts, Duration initial, double multiplier, Duration max, Duration conversionHold,
		Duration outageHold, OnDeadLetter onDeadLetter) {

	/** 10 attempts, 1 s to 1 min; an hour for what cannot be read and for outages. */
	public static final RetrySettings DEFAULTS = new RetrySettings(10, Duration.ofSeconds(1), 2, Duration.ofMinutes(1),
			Duration.ofHours(1), Duration.ofHours(1), OnDeadLetter.CONTINUE);

	private static final double JITTER = 0.2;

	public RetrySettings {
		if (maxAttempts < 1) {
			throw new IllegalArgumentException("An event has at least 1 attempt, not " + maxAttempts);
		}
		if (conversionHold.isNegative() || outageHold.isNegative()) {
			throw new IllegalArgumentException(
					"Events are held for no time or longer, not for %s and %s".formatted(conversionHold, outageHold));
		}
		if (initial.isNegative() || max.compareTo(initial) < 0 || multiplier < 1) {
			throw new IllegalArgumentException(
					"Pauses between attempts must not shrink: from %s by %s to %s".formatted(initial, multiplier, max));
		}
	}

	public RetrySettings withMaxAttempts(int attempts) {
		return new RetrySettings(attempts, this.initial, this.multiplier, this.max, this.conversionHold,
				this.outageHold, this.onDeadLetter);
	}

	public RetrySettings withPauses(Duration first, double factor, Duration longest) {
		return new RetrySettings(this.maxAttempts, first, factor, longest, this.conversionHold, this.outageHold,
				this.onDeadLetter);
	}

	public RetrySettings withHolds(Duration conversion, Duration outage) {
		return new RetrySettings(this.maxAttempts, this.initial, this.multiplier, this.max, conversion, outage,
				this.onDeadLetter);
	}

	public RetrySettings withOnDeadLetter(OnDeadLetter policy) {
		return new RetrySettings(this.maxAttempts, this.initial, this.multiplier, this.max, this.conversionHold,
				this.outageHold, policy);
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
