package io.tito.gc;

import java.time.Duration;

import io.tito.client.GarbageCollector;

/**
 * Whether, how far and how often to collect.
 *
 * @param mode whether
 * @param life how long old versions are kept
 * @param interval the time between two rounds
 */
public record CollectionSettings(Mode mode, Duration life, Duration interval) {

	/** If nobody else does; 10 minutes; each 10 minutes. */
	public static final CollectionSettings DEFAULTS = new CollectionSettings(Mode.AUTO, Duration.ofMinutes(10),
			Duration.ofMinutes(10));

	public CollectionSettings {
		if (life.compareTo(GarbageCollector.SHORTEST_LIFE) < 0) {
			throw new IllegalArgumentException(
					"Old versions are kept for %s at least, as transactions may last as long; not for %s"
						.formatted(GarbageCollector.SHORTEST_LIFE, life));
		}
		if (interval.toSeconds() < 1) {
			throw new IllegalArgumentException("The interval between two rounds is 1 second at least, not " + interval);
		}
	}

	/**
	 * Whether this application collects.
	 */
	public enum Mode {

		/** If nobody else does. */
		AUTO,

		/** Whatever others do. */
		TRUE,

		/** Never. */
		FALSE

	}

}
