package io.tito.index;

import java.time.Duration;

/**
 * How instances follow changes of indexes.
 *
 * @param lease how long an instance relies on what it read of the states of indexes, in
 * the oracle's time. A transaction that writes rows commits within it; so a change is
 * known to all once a lease has passed, and only then acted on
 */
public record IndexSettings(Duration lease) {

	/** Long enough for transactions of the default timeout. */
	public static final IndexSettings DEFAULTS = new IndexSettings(Duration.ofSeconds(45));

	public IndexSettings {
		if (lease.toMillis() < 1000) {
			throw new IllegalArgumentException(
					"The lease on the states of indexes has to be at least a second, not " + lease);
		}
	}

	/**
	 * How long after the start of a transaction that changed states every writer has seen
	 * the change.
	 */
	Duration settled() {
		return this.lease.plus(refresh());
	}

	/**
	 * When to read again; what is left is for transactions in hand. A change of states
	 * takes no longer than that, either.
	 */
	Duration refresh() {
		return this.lease.dividedBy(4);
	}

}
