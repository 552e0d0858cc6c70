package io.tito.retention;

import java.time.Duration;

/**
 * How long events are kept.
 *
 * @param retention how long at least, at least a minute; longer for as long as a group
 * needs them
 * @param interval the time between two rounds
 */
public record RetentionSettings(Duration retention, Duration interval) {

	/** Three days, a round each ten minutes. */
	public static final RetentionSettings DEFAULTS = new RetentionSettings(Duration.ofDays(3), Duration.ofMinutes(10));

	public RetentionSettings {
		if (retention.compareTo(Duration.ofMinutes(1)) < 0) {
			throw new IllegalArgumentException("Events are kept for at least a minute, not " + retention);
		}
		if (interval.toMillis() < 1) {
			throw new IllegalArgumentException("Between two rounds of retention is time, not " + interval);
		}
	}

}
