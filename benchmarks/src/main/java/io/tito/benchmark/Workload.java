package io.tito.benchmark;

import java.util.List;
import java.util.Set;

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

	/** Those of tikv-client-java, which knows TCP only. */
	static final Set<String> PLAIN = Set.of("TiSession.getTimestamp", "KVClient.get", "TwoPhaseCommitter");

	/** Those for which it makes no difference where data is kept. */
	static final Set<String> WITHOUT_STORAGE = Set.of("timestamp", "TiSession.getTimestamp", "KVClient.get");

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
