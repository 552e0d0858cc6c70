package io.tito.listener.container;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.tito.annotation.OnDeadLetter;
import io.tito.annotation.Ordering;
import io.tito.listener.container.ListenerSettings.Profile;
import io.tito.listener.retry.RetrySettings;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a listener, each of which may be left open: what an annotation or a set of
 * properties says.
 *
 * @param profile decides what nobody says
 * @param concurrency how many handlers run at once on this instance
 * @param batchSize how many events are read and acknowledged together at most
 * @param ordering in which order events are handled
 * @param handlerTimeout how long a handler may take; zero for as long as it likes
 * @param degradeAfter after how many failures the events of a batch are handed over one
 * by one
 * @param autoStartup whether to start with the application
 * @param polling how often partitions are looked at
 * @param retry what happens to events that fail
 * @param assigned which partitions this instance handles
 */
public record ListenerOverrides(@Nullable Profile profile, @Nullable Integer concurrency, @Nullable Integer batchSize,
		@Nullable Ordering ordering, @Nullable Duration handlerTimeout, @Nullable Integer degradeAfter,
		@Nullable Boolean autoStartup, Polling polling, Retry retry, Assigned assigned) {

	/** Leaves everything open. */
	public static final ListenerOverrides NONE = new ListenerOverrides(null, null, null, null, null, null, null,
			Polling.NONE, Retry.NONE, Assigned.NONE);

	/**
	 * These overrides, and where they leave something open, others.
	 * @param others the ones that yield
	 * @return both together
	 */
	public ListenerOverrides over(ListenerOverrides others) {
		Ordering order = (this.ordering != Ordering.AUTOMATIC) ? this.ordering : null;
		return new ListenerOverrides(first(this.profile, others.profile), first(this.concurrency, others.concurrency),
				first(this.batchSize, others.batchSize), first(order, others.ordering),
				first(this.handlerTimeout, others.handlerTimeout), first(this.degradeAfter, others.degradeAfter),
				first(this.autoStartup, others.autoStartup), this.polling.over(others.polling),
				this.retry.over(others.retry), this.assigned.over(others.assigned));
	}

	/**
	 * The settings: those of the profile with what is said here.
	 * @return the settings
	 */
	public ListenerSettings settings() {
		ListenerSettings base = ListenerSettings.of(or(this.profile, Profile.BALANCED));
		Duration timeout = or(this.handlerTimeout, or(base.handlerTimeout(), Duration.ZERO));
		Ordering order = (this.ordering != Ordering.AUTOMATIC) ? this.ordering : null;
		return new ListenerSettings(or(this.concurrency, base.concurrency()), or(this.batchSize, base.batch()),
				this.polling.settings(base.polling()), this.retry.settings(base.retry()), or(order, base.ordering()),
				timeout.isZero() ? null : timeout, or(this.degradeAfter, base.degradeAfter()),
				or(this.autoStartup, base.autoStartup()), this.assigned.settings());
	}

	/**
	 * Everything that cannot be.
	 * @return what is wrong, each with the name of the setting as properties have it
	 */
	public List<String> faults() {
		List<String> faults = new ArrayList<>();
		atLeastOne(faults, "concurrency", this.concurrency);
		atLeastOne(faults, "batch-size", this.batchSize);
		atLeastOne(faults, "degrade-after", this.degradeAfter);
		notNegative(faults, "handler-timeout", this.handlerTimeout);
		this.polling.addFaults(faults);
		this.retry.addFaults(faults);
		this.assigned.addFaults(faults);
		return faults;
	}

	private static void atLeastOne(List<String> faults, String name, @Nullable Integer value) {
		if (value != null && value < 1) {
			faults.add("%s is at least 1, not %d".formatted(name, value));
		}
	}

	private static void notNegative(List<String> faults, String name, @Nullable Duration value) {
		if (value != null && value.isNegative()) {
			faults.add("%s is not negative, as %s is".formatted(name, value));
		}
	}

	private static void ascending(List<String> faults, String low, @Nullable Duration shorter, String high,
			@Nullable Duration longer) {
		if (shorter != null && longer != null && longer.compareTo(shorter) < 0) {
			faults.add("%s (%s) is not shorter than %s (%s)".formatted(high, longer, low, shorter));
		}
	}

	private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
		return (one != null) ? one : other;
	}

	private static <T> T or(@Nullable T one, T other) {
		return (one != null) ? one : other;
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) <= 0) ? one : other;
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) >= 0) ? one : other;
	}

	/**
	 * How often partitions are looked at.
	 *
	 * @param min the pause after events were found
	 * @param active the pause after the first look that found nothing
	 * @param idle the longest pause
	 * @param step by how much the pause grows with each further look that finds nothing
	 */
	public record Polling(@Nullable Duration min, @Nullable Duration active, @Nullable Duration idle,
			@Nullable Duration step) {

		static final Polling NONE = new Polling(null, null, null, null);

		Polling over(Polling others) {
			return new Polling(first(this.min, others.min), first(this.active, others.active),
					first(this.idle, others.idle), first(this.step, others.step));
		}

		/** A pause that is said moves those that are not out of its way. */
		PollIntervals settings(PollIntervals base) {
			Duration longest = or(this.idle,
					longer(base.idle(), longer(or(this.active, Duration.ZERO), or(this.min, Duration.ZERO))));
			Duration first = or(this.active, shorter(longest, longer(base.active(), or(this.min, Duration.ZERO))));
			return new PollIntervals(or(this.min, shorter(base.min(), first)), first, longest,
					or(this.step, base.step()));
		}

		void addFaults(List<String> faults) {
			notNegative(faults, "polling.min", this.min);
			ascending(faults, "polling.min", this.min, "polling.active", this.active);
			ascending(faults, "polling.active", this.active, "polling.idle", this.idle);
			ascending(faults, "polling.min", this.min, "polling.idle", this.idle);
			if (this.step != null && this.step.compareTo(Duration.ZERO) <= 0) {
				faults.add("polling.step is more than nothing, not %s".formatted(this.step));
			}
		}

	}

	/**
	 * What happens to events that fail.
	 *
	 * @param maxAttempts how many attempts an event has before it becomes a dead letter
	 * @param initialInterval the pause after the first attempt
	 * @param multiplier by how much the pause grows with each attempt
	 * @param maxInterval the longest pause
	 * @param conversionHold how long a payload that cannot be read spends no attempts
	 * @param outageHold how long events spend no attempts while all of a batch fail
	 * @param onDeadLetter whether a lane goes on when its head was given up
	 */
	public record Retry(@Nullable Integer maxAttempts, @Nullable Duration initialInterval, @Nullable Double multiplier,
			@Nullable Duration maxInterval, @Nullable Duration conversionHold, @Nullable Duration outageHold,
			@Nullable OnDeadLetter onDeadLetter) {

		static final Retry NONE = new Retry(null, null, null, null, null, null, null);

		Retry over(Retry others) {
			OnDeadLetter policy = (this.onDeadLetter != OnDeadLetter.AUTOMATIC) ? this.onDeadLetter : null;
			return new Retry(first(this.maxAttempts, others.maxAttempts),
					first(this.initialInterval, others.initialInterval), first(this.multiplier, others.multiplier),
					first(this.maxInterval, others.maxInterval), first(this.conversionHold, others.conversionHold),
					first(this.outageHold, others.outageHold), first(policy, others.onDeadLetter));
		}

		/** An interval that is said moves the other, if that is not, out of its way. */
		RetrySettings settings(RetrySettings base) {
			Duration longest = or(this.maxInterval, longer(base.max(), or(this.initialInterval, Duration.ZERO)));
			Duration initial = or(this.initialInterval, shorter(base.initial(), longest));
			OnDeadLetter policy = (this.onDeadLetter != OnDeadLetter.AUTOMATIC) ? this.onDeadLetter : null;
			return base.withMaxAttempts(or(this.maxAttempts, base.maxAttempts()))
				.withPauses(initial, or(this.multiplier, base.multiplier()), longest)
				.withHolds(or(this.conversionHold, base.conversionHold()), or(this.outageHold, base.outageHold()))
				.withOnDeadLetter(or(policy, base.onDeadLetter()));
		}

		void addFaults(List<String> faults) {
			atLeastOne(faults, "retry.max-attempts", this.maxAttempts);
			notNegative(faults, "retry.initial-interval", this.initialInterval);
			notNegative(faults, "retry.max-interval", this.maxInterval);
			ascending(faults, "retry.initial-interval", this.initialInterval, "retry.max-interval", this.maxInterval);
			if (this.multiplier != null && !(this.multiplier >= 1)) {
				faults.add("retry.multiplier is at least 1, not %s".formatted(this.multiplier));
			}
			notNegative(faults, "conversion-hold", this.conversionHold);
			notNegative(faults, "outage-hold", this.outageHold);
		}

	}

	/**
	 * Which partitions this instance handles.
	 *
	 * @param mode whether they are spread over the instances
	 * @param partitions those that are not spread, such as {@code 0-3,7}
	 */
	public record Assigned(@Nullable Mode mode, @Nullable String partitions) {

		/** Leaves it open. */
		public static final Assigned NONE = new Assigned(null, null);

		/**
		 * How partitions come to instances.
		 */
		public enum Mode {

			/** They are spread over the instances that listen. */
			DYNAMIC,

			/** Each instance handles what it is told to, or whatever is free. */
			STATIC

		}

		Assigned over(Assigned others) {
			if (this.partitions != null || this.mode == Mode.DYNAMIC) {
				return this;
			}
			return new Assigned(first(this.mode, others.mode), others.partitions);
		}

		PartitionAssignment settings() {
			if (this.partitions != null) {
				return PartitionAssignment.parse(this.partitions);
			}
			return (this.mode == Mode.STATIC) ? PartitionAssignment.ALL : PartitionAssignment.DYNAMIC;
		}

		void addFaults(List<String> faults) {
			if (this.partitions == null) {
				return;
			}
			if (this.mode == Mode.DYNAMIC) {
				faults.add("partitions are named (%s), so assignment is not dynamic".formatted(this.partitions));
			}
			try {
				PartitionAssignment.parse(this.partitions);
			}
			catch (IllegalArgumentException ex) {
				faults.add("partitions are " + ex.getMessage());
			}
		}

	}

}
