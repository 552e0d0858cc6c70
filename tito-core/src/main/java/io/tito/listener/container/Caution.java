package io.tito.listener.container;

import io.tito.log.OwnedPartition;

/**
 * After an owner was lost with a partition in hand, the next one handles a batch's worth
 * of events one at a time: if an event kills its owners, each of its deaths is counted
 * against it alone.
 */
final class Caution {

	private final int events;

	private int left;

	private long epoch;

	Caution(int events) {
		this.events = events;
	}

	/**
	 * Whether to handle one event only.
	 */
	boolean isNeeded(OwnedPartition owned) {
		if (owned.epoch() != this.epoch) {
			this.epoch = owned.epoch();
			this.left = (owned.unclean() > 0) ? this.events : 0;
		}
		return this.left > 0 || owned.unclean() > 0;
	}

	/**
	 * An event was handled alone.
	 */
	void spend() {
		this.left = Math.max(0, this.left - 1);
	}

	/**
	 * There is nothing in hand.
	 */
	void end() {
		this.left = 0;
	}

}
