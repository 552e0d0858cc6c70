package io.tito.listener.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

import io.tito.annotation.OnDeadLetter;

/**
 * Decides what becomes of failed events. Thread-safe.
 */
public final class RetryPolicy {

	private static final Duration AFTER_LOST_RACE = Duration.ofMillis(100);

	private static final long SHORTEST_UNREADABLE_MILLIS = 100;

	private final RetrySettings settings;

	private final DoubleSupplier random;

	public RetryPolicy(RetrySettings settings) {
		this(settings, () -> ThreadLocalRandom.current().nextDouble());
	}

	RetryPolicy(RetrySettings settings, DoubleSupplier random) {
		this.settings = settings;
		this.random = random;
	}

	/**
	 * Decide about an event that failed.
	 * @param before how often it was tried before this attempt
	 * @param kind how it failed
	 * @param thrown what was thrown
	 * @param now the oracle's time in milliseconds
	 * @param unreadableSince since when it cannot be read, 0 if it could so far
	 * @return the decision
	 */
	public RetryDecision decide(int before, FailureKind kind, Throwable thrown, long now, long unreadableSince) {
		String error = thrown.getClass().getName() + ": " + thrown.getMessage();
		return switch (kind) {
			case REJECTED -> new RetryDecision.GiveUp(before + 1, error);
			case UNREADABLE -> unreadable(before, error, now, unreadableSince);
			case TRANSIENT -> new RetryDecision.TryAgain(before, now + afterLostRace(), error);
			case FAILURE -> afterFailure(before + 1, error, now);
		};
	}

	/**
	 * Whether an event has had all its attempts without one that ended: its owners died.
	 * @param attempts how often it was tried
	 * @return whether it is to be given up without another try
	 */
	public boolean isExhausted(int attempts) {
		return attempts >= this.settings.maxAttempts();
	}

	/**
	 * How long a partition waits after a batch of which every event failed.
	 * @param round how often that happened in a row, from 1
	 * @return the pause
	 */
	public Duration outagePause(int round) {
		return this.settings.pause(round, this.random.getAsDouble());
	}

	/**
	 * For how long at most attempts are not spent while every event fails.
	 * @return the time
	 */
	public Duration outageHold() {
		return this.settings.outageHold();
	}

	/**
	 * Whether the lane of an event that is given up waits for an operator.
	 * @return whether it is held
	 */
	public boolean holdsLanes() {
		return this.settings.onDeadLetter() == OnDeadLetter.HOLD;
	}

	private RetryDecision unreadable(int before, String error, long now, long since) {
		if (since != 0 && now - since >= this.settings.conversionHold().toMillis()) {
			return afterFailure(before + 1, error, now);
		}
		long pause = Math.max(SHORTEST_UNREADABLE_MILLIS, this.settings.max().toMillis());
		return new RetryDecision.TryAgain(before, now + Math.min(pause, this.settings.conversionHold().toMillis()),
				error);
	}

	private RetryDecision afterFailure(int attempts, String error, long now) {
		if (isExhausted(attempts)) {
			return new RetryDecision.GiveUp(attempts, error);
		}
		long pause = this.settings.pause(attempts, this.random.getAsDouble()).toMillis();
		return new RetryDecision.TryAgain(attempts, now + pause, error);
	}

	private long afterLostRace() {
		return Math.round(AFTER_LOST_RACE.toMillis() * (0.5 + this.random.getAsDouble()));
	}

}
