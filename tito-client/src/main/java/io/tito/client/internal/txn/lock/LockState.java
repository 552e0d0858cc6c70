package io.tito.client.internal.txn.lock;

import io.tito.client.Timestamp;

/**
 * What is known of the owner of a lock.
 */
sealed interface LockState {

	/**
	 * Committed or rolled back, for ever.
	 *
	 * @param commit the commit timestamp, zero if rolled back
	 */
	record Decided(Timestamp commit) implements LockState {

		boolean committedAtOrBefore(Timestamp at) {
			return !this.commit.equals(Timestamp.ZERO) && !this.commit.isAfter(at);
		}

	}

	/**
	 * Not heard of any more, but nothing is known of its end: its pessimistic lock is to
	 * be removed.
	 */
	record Gone() implements LockState {

	}

	/**
	 * Neither yet.
	 *
	 * @param later whether it can only commit after the timestamp of whoever asked
	 * @param missing whether not even its primary key is locked yet
	 */
	record Open(boolean later, boolean missing) implements LockState {

	}

}
