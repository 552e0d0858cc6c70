package io.tito.listener.container;

import java.time.Duration;

import io.tito.annotation.Ordering;
import io.tito.listener.retry.RetrySettings;
import org.jspecify.annotations.Nullable;

/**
 * How a listener is run.
 *
 * @param concurrency how many handlers run at once on this instance
 * @param batch how many events are read and acknowledged together at most
 * @param polling how often partitions are looked at
 * @param retry what happens to events that fail
 * @param ordering in which order events are handled
 * @param handlerTimeout how long a handler may take; null for as long as it likes
 * @param degradeAfter after how many failures the events of a batch are handed over one
 * by one
 * @param autoStartup whether to start with the application
 * @param assignment which partitions this instance handles
 */
public record ListenerSettings(int concurrency, int batch, PollIntervals polling, RetrySettings retry,
		Ordering ordering, @Nullable Duration handlerTimeout, int degradeAfter, boolean autoStartup,
		PartitionAssignment assignment) {

	private static final int CONCURRENCY = 8;

	private static final Duration HANDLER_TIMEOUT = Duration.ofMinutes(5);

	public ListenerSettings {
		if (concurrency < 1 || batch < 1 || degradeAfter < 1) {
			throw new IllegalArgumentException(
					"At least one handler, one event per batch and one failure are needed, not %d, %d and %d"
						.formatted(concurrency, batch, degradeAfter));
		}
		if (handlerTimeout != null && (handlerTimeout.isNegative() || handlerTimeout.isZero())) {
			throw new IllegalArgumentException("A handler needs some time, not %s".formatted(handlerTimeout));
		}
	}

	/**
	 * The settings of a profile.
	 * @param profile the profile
	 * @return its settings
	 */
	public static ListenerSettings of(Profile profile) {
		return switch (profile) {
			case LOW_LATENCY -> of(50, PollIntervals.ofMillis(0, 1, 50, 1), pauses(100, 10_000), 3);
			case BALANCED -> of(100, PollIntervals.ofMillis(1, 5, 250, 5), RetrySettings.DEFAULTS, 2);
			case HIGH_THROUGHPUT -> of(1000, PollIntervals.ofMillis(1, 20, 500, 10), RetrySettings.DEFAULTS, 2);
			case RELAXED -> of(100, PollIntervals.ofMillis(50, 100, 2000, 50), pauses(5_000, 300_000), 1);
		};
	}

	public ListenerSettings withConcurrency(int handlers) {
		return new ListenerSettings(handlers, this.batch, this.polling, this.retry, this.ordering, this.handlerTimeout,
				this.degradeAfter, this.autoStartup, this.assignment);
	}

	public ListenerSettings withBatch(int events) {
		return new ListenerSettings(this.concurrency, events, this.polling, this.retry, this.ordering,
				this.handlerTimeout, this.degradeAfter, this.autoStartup, this.assignment);
	}

	public ListenerSettings withPolling(PollIntervals intervals) {
		return new ListenerSettings(this.concurrency, this.batch, intervals, this.retry, this.ordering,
				this.handlerTimeout, this.degradeAfter, this.autoStartup, this.assignment);
	}

	public ListenerSettings withRetry(RetrySettings other) {
		return new ListenerSettings(this.concurrency, this.batch, this.polling, other, this.ordering,
				this.handlerTimeout, this.degradeAfter, this.autoStartup, this.assignment);
	}

	public ListenerSettings withOrdering(Ordering other) {
		return new ListenerSettings(this.concurrency, this.batch, this.polling, this.retry, other, this.handlerTimeout,
				this.degradeAfter, this.autoStartup, this.assignment);
	}

	public ListenerSettings withHandlerTimeout(@Nullable Duration timeout) {
		return new ListenerSettings(this.concurrency, this.batch, this.polling, this.retry, this.ordering, timeout,
				this.degradeAfter, this.autoStartup, this.assignment);
	}

	public ListenerSettings withDegradeAfter(int failures) {
		return new ListenerSettings(this.concurrency, this.batch, this.polling, this.retry, this.ordering,
				this.handlerTimeout, failures, this.autoStartup, this.assignment);
	}

	public ListenerSettings withAutoStartup(boolean start) {
		return new ListenerSettings(this.concurrency, this.batch, this.polling, this.retry, this.ordering,
				this.handlerTimeout, this.degradeAfter, start, this.assignment);
	}

	public ListenerSettings withAssignment(PartitionAssignment partitions) {
		return new ListenerSettings(this.concurrency, this.batch, this.polling, this.retry, this.ordering,
				this.handlerTimeout, this.degradeAfter, this.autoStartup, partitions);
	}

	/**
	 * Whether events of one key are handled one after the other.
	 * @return false if none waits for another
	 */
	public boolean isOrdered() {
		return this.ordering != Ordering.NONE;
	}

	private static ListenerSettings of(int batch, PollIntervals polling, RetrySettings retry, int degradeAfter) {
		return new ListenerSettings(CONCURRENCY, batch, polling, retry, Ordering.KEY, HANDLER_TIMEOUT, degradeAfter,
				true, PartitionAssignment.DYNAMIC);
	}

	private static RetrySettings pauses(long initialMillis, long maxMillis) {
		return RetrySettings.DEFAULTS.withPauses(Duration.ofMillis(initialMillis), 2, Duration.ofMillis(maxMillis));
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
