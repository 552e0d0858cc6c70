package io.tito.autoconfigure.listener;

import java.time.Duration;

import io.tito.listener.container.ListenerSettings;
import io.tito.listener.container.ListenerSettings.Profile;
import io.tito.listener.retry.RetrySettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How listeners are run. What is left out is decided by the profile.
 *
 * @param autoStartup Whether to start listeners with the application.
 * @param profile Set of defaults for polling, batches and retries.
 * @param concurrency Number of handlers that run at once on this instance.
 * @param batchSize Most events that are read and acknowledged together.
 * @param retry What happens to events that fail.
 */
@ConfigurationProperties("tito.listener")
public record TitoListenerProperties(@DefaultValue("true") boolean autoStartup,
		@DefaultValue("balanced") Profile profile, @Nullable Integer concurrency, @Nullable Integer batchSize,
		@DefaultValue Retry retry) {

	public TitoListenerProperties {
		atLeastOne("tito.listener.concurrency", concurrency);
		atLeastOne("tito.listener.batch-size", batchSize);
	}

	/**
	 * The profile's settings with what these properties change.
	 * @return the settings
	 */
	ListenerSettings settings() {
		ListenerSettings settings = ListenerSettings.of(this.profile);
		settings = (this.concurrency != null) ? settings.withConcurrency(this.concurrency) : settings;
		settings = (this.batchSize != null) ? settings.withBatch(this.batchSize) : settings;
		return settings.withRetry(this.retry.settings(settings.retry()));
	}

	private static void atLeastOne(String name, @Nullable Integer value) {
		if (value != null && value < 1) {
			throw new IllegalArgumentException("%s is at least 1, not %d".formatted(name, value));
		}
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

		public Retry {
			atLeastOne("tito.listener.retry.max-attempts", maxAttempts);
			if (multiplier != null && multiplier < 1) {
				throw new IllegalArgumentException(
						"tito.listener.retry.multiplier is at least 1, not %s".formatted(multiplier));
			}
			if (initialInterval != null && initialInterval.isNegative()) {
				throw new IllegalArgumentException(
						"tito.listener.retry.initial-interval is not negative: %s".formatted(initialInterval));
			}
			if (initialInterval != null && maxInterval != null && maxInterval.compareTo(initialInterval) < 0) {
				throw new IllegalArgumentException(
						"tito.listener.retry.max-interval (%s) is not shorter than initial-interval (%s)"
							.formatted(maxInterval, initialInterval));
			}
		}

		RetrySettings settings(RetrySettings defaults) {
			Duration initial = this.initialInterval;
			Duration max = this.maxInterval;
			if (initial == null) {
				initial = (max != null && max.compareTo(defaults.initial()) < 0) ? max : defaults.initial();
			}
			if (max == null) {
				max = (initial.compareTo(defaults.max()) > 0) ? initial : defaults.max();
			}
			double factor = (this.multiplier != null) ? this.multiplier : defaults.multiplier();
			RetrySettings settings = defaults.withPauses(initial, factor, max);
			return (this.maxAttempts != null) ? settings.withMaxAttempts(this.maxAttempts) : settings;
		}

	}

}
