package io.tito.client;

import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * What became of a commit. Only {@link Committed} means that the writes are in the store;
 * only {@link Unknown} leaves it open; after each other outcome nothing was written.
 */
public sealed interface CommitOutcome {

	/**
	 * The writes are in the store.
	 *
	 * @param timestamp the commit timestamp; the start timestamp if there was nothing to
	 * write
	 * @param protocol how it was committed
	 */
	record Committed(Timestamp timestamp, Protocol protocol) implements CommitOutcome {

	}

	/**
	 * Another transaction wrote or locked a key of this one first. Start again, with a
	 * new transaction, if the work is still wanted.
	 *
	 * @param key the key
	 * @param other the start timestamp of the other transaction
	 */
	record Conflict(Key key, Timestamp other) implements CommitOutcome {

	}

	/**
	 * A key that was inserted exists.
	 *
	 * @param key the key
	 */
	record KeyExists(Key key) implements CommitOutcome {

	}

	/**
	 * Rolled back, here or by another transaction that took this one for dead, or because
	 * a bound was exceeded. Starting again may succeed.
	 *
	 * @param reason why, for people
	 */
	record Aborted(String reason) implements CommitOutcome {

	}

	/**
	 * Neither the commit nor the question after it was answered. Ask again with
	 * {@link TitoClient#probe}, or read what the transaction would have written; do not
	 * run it again before.
	 *
	 * @param start the start timestamp
	 * @param primary the key whose state decides
	 * @param protocol how it was to be committed
	 * @param cause what went wrong last
	 */
	record Unknown(Timestamp start, Key primary, Protocol protocol,
			@Nullable Throwable cause) implements CommitOutcome {

	}

	/**
	 * The ways to commit.
	 */
	enum Protocol {

		/** There was nothing to write. */
		READ_ONLY,

		/** One request wrote and committed everything. */
		ONE_PHASE,

		/**
		 * Locks on all keys were enough; they turn into values in the background.
		 */
		ASYNC_COMMIT,

		/** Locks first, then the primary, then the rest. */
		TWO_PHASE

	}

}
