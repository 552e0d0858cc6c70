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
		return LongStream.range(0, Integer.getInteger("tito.schedules", few)).map((i) -> first + i).toArray();
	}

}
