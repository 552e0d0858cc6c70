package io.tito.listener.container;

import java.util.concurrent.Semaphore;

/**
 * When owners were lost again and again, the event that did it is found by taking one in
 * hand at a time, in all of this instance: whatever else was in hand at the same time, in
 * other partitions and of other groups, would be lost with it each time, and be given up
 * with it. Thread-safe.
 */
final class Isolation {

	/** One loss may have been anything; so many in a row have a cause. */
	private static final int LOSSES = 2;

	private final Semaphore free = new Semaphore(1);

	/**
	 * Begin to work on a partition whose last owners were lost.
	 * @param unclean how many of them, in a row
	 * @return whether it may be; if not, somebody else is at it: try later
	 */
	boolean enter(int unclean) {
		return unclean < LOSSES || this.free.tryAcquire();
	}

	/**
	 * End it.
	 * @param unclean as it was at the begin
	 */
	void leave(int unclean) {
		if (unclean >= LOSSES) {
			this.free.release();
		}
	}

}
