package io.tito.autoconfigure.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.tito.annotation.OnDeadLetter;
import io.tito.annotation.Ordering;
import io.tito.listener.container.ListenerDefinition;
import io.tito.listener.container.ListenerOverrides;
import io.tito.listener.container.ListenerOverrides.Assigned;
import io.tito.listener.container.ListenerOverrides.Assigned.Mode;
import io.tito.listener.container.ListenerSettings;
import io.tito.listener.container.ListenerSettings.Profile;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How listeners are run. What is left out is decided by the annotation of the listener,
 * and then by the profile.
 *
 * @param autoStartup Whether to start listeners with the application.
 * @param observationEnabled Whether to observe calls of listeners and to carry traces
 * from publishers to them, if there is an ObservationRegistry.
 * @param profile Set of defaults for polling, batches and retries.
 * @param concurrency Number of handlers of a listener that run at once on this instance.
 * @param batchSize Most events that are read and acknowledged together.
 * @param ordering Order in which events are handled.
 * @param handlerTimeout Time after which a handler is interrupted and its attempt has
 * failed; 0 for none.
 * @param degradeAfter Number of failures after which the events of a batch are handed
 * over one by one.
 * @param onDeadLetter Whether the later events of a key go on when one is given up.
 * @param conversionHold Time for which a payload that cannot be read spends no attempts.
 * @param outageHold Time for which events spend no attempts while all of a batch fail.
 * @param polling How often partitions are looked at.
 * @param retry What happens to events that fail.
 * @param assignment Whether partitions are spread over the instances that listen, or each
 * instance handles those that it is told to, or else all that are free.
 * @param listeners Settings of single listeners by their id.
 */
@ConfigurationProperties("tito.listener")
public record TitoListenerProperties(@DefaultValue("true") boolean autoStartup,
		@DefaultValue("true") boolean observationEnabled, @Nullable Profile profile, @Nullable Integer concurrency,
		@Nullable Integer batchSize, @Nullable Ordering ordering, @Nullable Duration handlerTimeout,
		@Nullable Integer degradeAfter, @Nullable OnDeadLetter onDeadLetter, @Nullable Duration conversionHold,
		@Nullable Duration outageHold, @DefaultValue Polling polling, @DefaultValue Retry retry,
		@Nullable Mode assignment, @DefaultValue Map<String, Listener> listeners) {

	private static final String PREFIX = "tito.listener.";

	public TitoListenerProperties {
		List<String> faults = new ArrayList<>();
		own(profile, concurrency, batchSize, ordering, handlerTimeout, degradeAfter, null, onDeadLetter, conversionHold,
				outageHold, polling, retry, new Assigned(assignment, null))
			.faults()
			.forEach((fault) -> faults.add(PREFIX + fault));
		new TreeMap<>(listeners).forEach((id, listener) -> listener.overrides()
			.faults()
			.forEach((fault) -> faults.add(PREFIX + "listeners." + id + "." + fault)));
		if (!faults.isEmpty()) {
			throw new InvalidListenerPropertiesException(faults);
		}
	}

	/**
	 * The settings of listeners of which nothing else is said.
	 * @return the settings
	 */
	ListenerSettings settings() {
		return overrides().settings();
	}

	/**
	 * The settings of a listener: what is said of it by its id, else by its annotation,
	 * else of all.
	 * @param listener the listener
	 * @return its settings
	 */
	ListenerSettings settings(ListenerDefinition listener) {
		Listener own = this.listeners.get(listener.id());
		ListenerOverrides overrides = listener.overrides().over(overrides());
		return ((own != null) ? own.overrides().over(overrides) : overrides).settings();
	}

	private ListenerOverrides overrides() {
		return own(this.profile, this.concurrency, this.batchSize, this.ordering, this.handlerTimeout,
				this.degradeAfter, null, this.onDeadLetter, this.conversionHold, this.outageHold, this.polling,
				this.retry, new Assigned(this.assignment, null));
	}

	private static ListenerOverrides own(@Nullable Profile profile, @Nullable Integer concurrency,
			@Nullable Integer batchSize, @Nullable Ordering ordering, @Nullable Duration handlerTimeout,
			@Nullable Integer degradeAfter, @Nullable Boolean autoStartup, @Nullable OnDeadLetter onDeadLetter,
			@Nullable Duration conversionHold, @Nullable Duration outageHold, Polling polling, Retry retry,
			Assigned assigned) {
		return new ListenerOverrides(profile, concurrency, batchSize, ordering, handlerTimeout, degradeAfter,
				autoStartup,
				new ListenerOverrides.Polling(polling.min(), polling.active(), polling.idle(), polling.step()),
				new ListenerOverrides.Retry(retry.maxAttempts(), retry.initialInterval(), retry.multiplier(),
						retry.maxInterval(), conversionHold, outageHold, onDeadLetter),
				assigned);
	}

	/**
	 * Settings of one listener.
	 *
	 * @param autoStartup Whether to start this listener with the application.
	 * @param profile Set of defaults for polling, batches and retries.
	 * @param concurrency Number of handlers that run at once on this instance.
	 * @param batchSize Most events that are read and acknowledged together.
	 * @param ordering Order in which events are handled.
	 * @param handlerTimeout Time after which a handler is interrupted and its attempt has
	 * failed; 0 for none.
	 * @param degradeAfter Number of failures after which the events of a batch are handed
	 * over one by one.
	 * @param onDeadLetter Whether the later events of a key go on when one is given up.
	 * @param conversionHold Time for which a payload that cannot be read spends no
	 * attempts.
	 * @param outageHold Time for which events spend no attempts while all of a batch
	 * fail.
	 * @param polling How often partitions are looked at.
	 * @param retry What happens to events that fail.
	 * @param assignment Whether partitions are spread over the instances that listen.
	 * @param partitions Partitions that this instance handles, such as 0-3,7.
	 */
	public record Listener(@Nullable Boolean autoStartup, @Nullable Profile profile, @Nullable Integer concurrency,
			@Nullable Integer batchSize, @Nullable Ordering ordering, @Nullable Duration handlerTimeout,
			@Nullable Integer degradeAfter, @Nullable OnDeadLetter onDeadLetter, @Nullable Duration conversionHold,
			@Nullable Duration outageHold, @DefaultValue Polling polling, @DefaultValue Retry retry,
			@Nullable Mode assignment, @Nullable String partitions) {

		ListenerOverrides overrides() {
			return own(this.profile, this.concurrency, this.batchSize, this.ordering, this.handlerTimeout,
					this.degradeAfter, this.autoStartup, this.onDeadLetter, this.conversionHold, this.outageHold,
					this.polling, this.retry, new Assigned(this.assignment, this.partitions));
		}

	}

	/**
	 * How often partitions are looked at when nothing signals an event.
	 *
	 * @param min Pause after events were found.
	 * @param active Pause after the first look that found nothing.
	 * @param idle Longest pause.
	 * @param step Time by which the pause grows with each further look that finds
	 * nothing.
	 */
	public record Polling(@Nullable Duration min, @Nullable Duration active, @Nullable Duration idle,
			@Nullable Duration step) {

	}

	/**
	 * Attempts and the pauses between them.
	 *
	 * @param maxAttempts Attempts that an event has before it becomes a dead letter.
	 * @param initialInterval Pause after the first attempt.
	 * @param multiplier Factor by which the pause grows with each attempt.
	 * @param maxInterval Longest pause.
	 */
	public record Retry(@Nullable Integer maxAttempts, @Nullable Duration initialInterval, @Nullable Double multiplier,
			@Nullable Duration maxInterval) {

	}

}
