package io.tito.benchmark;

import java.util.List;

/**
 * Something to do again and again.
 *
 * @param name its name in the table
 * @param factory makes what one thread does
 */
record Workload(String name, Factory factory) {

	/** All that are measured, in this order. */
	static final List<String> NAMES = List.of("timestamp", "TiSession.getTimestamp", "get", "KVClient.get",
			"batch get 10", "scan 1000", "one-phase", "async", "two-phase", "TwoPhaseCommitter");

	/**
	 * Makes operations.
	 */
	@FunctionalInterface
	interface Factory {

		Operation create(int thread) throws Exception;

	}

	/**
	 * What one thread does.
	 */
	@FunctionalInterface
	interface Operation {

		void run() throws Exception;

	}

}
