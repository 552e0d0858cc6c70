package io.tito.testing;

import java.util.stream.LongStream;

/**
 * How many random schedules are run, and with which seeds: {@code -Dtito.schedules=50},
 * and {@code -Dtito.seed} of the first one.
 */
public final class Schedules {

	private Schedules() {
	}

	/**
	 * The seeds of the schedules.
	 * @param few how many are run in every build
	 * @return as many seeds as were asked for
	 */
	public static long[] seeds(int few) {
		long first = Long.getLong("tito.seed", System.nanoTime());
		// neighbours would draw alike; even and odd ones still take turns
		return LongStream.iterate(first, (seed) -> seed * 6364136223846793005L + 1442695040888963407L)
			.limit(Integer.getInteger("tito.schedules", few))
			.toArray();
	}

}
