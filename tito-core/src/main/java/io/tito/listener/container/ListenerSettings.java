package io.tito.listener.container;

import java.time.Duration;

import io.tito.listener.retry.RetrySettings;

/**
 * How listeners are run.
 *
 * @param concurrency how many handlers run at once on this instance
 * @param batch how many events are read and acknowledged together at most
 * @param polling how often partitions are looked at
 * @param retry what happens to events that fail
 */
public record ListenerSettings(int concurrency, int batch, PollIntervals polling, RetrySettings retry) {

	private static final int CONCURRENCY = 8;

	public ListenerSettings {
		if (concurrency < 1 || batch < 1) {
			throw new IllegalArgumentException("At least one handler and one event per batch are needed, not %d and %d"
				.formatted(concurrency, batch));
		}
	}

	/**
	 * The settings of a profile.
	 * @param profile the profile
	 * @return its settings
	 */
	public static ListenerSettings of(Profile profile) {
		return switch (profile) {
			case LOW_LATENCY -> new ListenerSettings(CONCURRENCY, 50, PollIntervals.ofMillis(0, 1, 50, 1),
					retry(Duration.ofMillis(100), Duration.ofSeconds(10)));
			case BALANCED ->
				new ListenerSettings(CONCURRENCY, 100, PollIntervals.ofMillis(1, 5, 250, 5), RetrySettings.DEFAULTS);
			case HIGH_THROUGHPUT ->
				new ListenerSettings(CONCURRENCY, 1000, PollIntervals.ofMillis(1, 20, 500, 10), RetrySettings.DEFAULTS);
			case RELAXED -> new ListenerSettings(CONCURRENCY, 100, PollIntervals.ofMillis(50, 100, 2000, 50),
					retry(Duration.ofSeconds(5), Duration.ofMinutes(5)));
		};
	}

	public ListenerSettings withConcurrency(int handlers) {
		return new ListenerSettings(handlers, this.batch, this.polling, this.retry);
	}

	public ListenerSettings withBatch(int events) {
		return new ListenerSettings(this.concurrency, events, this.polling, this.retry);
	}

	public ListenerSettings withRetry(RetrySettings other) {
		return new ListenerSettings(this.concurrency, this.batch, this.polling, other);
	}

	private static RetrySettings retry(Duration initial, Duration max) {
		return RetrySettings.DEFAULTS.withPauses(initial, 2, max);
	}

	/**
	 * Sets of settings for common needs.
	 */
	public enum Profile {

		/** Events are found within milliseconds, at the cost of constant polling. */
		LOW_LATENCY,

		/** The default. */
		BALANCED,

		/** Large batches. */
		HIGH_THROUGHPUT,

		/** Few requests; other instances' events are found within two seconds. */
		RELAXED

	}

}
