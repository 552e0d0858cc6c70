package io.tito.lease;

/**
 * Hears when this instance is to do a job and when it must not any more. Called on the
 * thread that watches the lease: it must return at once.
 */
public interface LeaderListener {

	/** Hears nothing. */
	LeaderListener NONE = new LeaderListener() {
	};

	/**
	 * This instance leads.
	 * @param leadership the leadership, to be asked before each step
	 */
	default void gained(Leadership leadership) {
	}

	/**
	 * This instance does not lead any more, because it stopped, lost its session or was
	 * replaced. Another may lead already.
	 * @param leadership the leadership that is over
	 */
	default void lost(Leadership leadership) {
	}

}
