package io.tito.metrics;

import java.time.Duration;

/**
 * Reads from the store how far a group is behind. May be slow and may throw.
 */
@FunctionalInterface
public interface LagSource {

	Lag lag(String type, String group);

	/**
	 * How far a group is behind.
	 *
	 * @param events how many events are due and not settled
	 * @param oldest the age of the oldest of them, zero if there is none
	 */
	record Lag(long events, Duration oldest) {

	}

}
