package io.tito.listener.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Decides what becomes of failed events. Thread-safe.
 */
public final class RetryPolicy {

	private static final Duration AFTER_LOST_RACE = Duration.ofMillis(100);

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
	 * @return the decision
	 */
	public RetryDecision decide(int before, FailureKind kind, Throwable thrown, long now) {
		String error = thrown.getClass().getName() + ": " + thrown.getMessage();
		return switch (kind) {
			case REJECTED -> new RetryDecision.GiveUp(before + 1, error);
			case UNREADABLE ->
				new RetryDecision.TryAgain(before, now + this.settings.conversionHold().toMillis(), error);
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
