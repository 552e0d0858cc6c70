package io.tito.embedded.history;

/**
 * A server that histories run against, one after the other. For one thread.
 */
interface Target extends AutoCloseable {

	/**
	 * Begin a history of its own: on keys that nobody has used, later than all before.
	 */
	Connection begin();

	/**
	 * Whether nobody else reads, so that the timestamps of commits that the server
	 * chooses are foreseeable.
	 */
	default boolean isExact() {
		return false;
	}

	default boolean collects() {
		return false;
	}

	default boolean restarts() {
		return false;
	}

	/**
	 * Do to the server what is not a request to a store.
	 */
	default String operate(Step step) {
		throw new IllegalArgumentException("This server cannot do " + step);
	}

	/**
	 * Go on with a history after the server was restarted.
	 */
	default Connection resume(Connection before) {
		return before;
	}

	@Override
	void close();

}
