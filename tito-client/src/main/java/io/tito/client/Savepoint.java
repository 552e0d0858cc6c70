package io.tito.client;

/**
 * A point in a transaction that it can go back to. Belongs to its transaction and is as
 * little thread-safe.
 */
@FunctionalInterface
public interface Savepoint {

	/**
	 * Undo what was written, hooked, bounded and attached since the savepoint; it may be
	 * gone back to again. Savepoints that were made after it are void. Locks that were
	 * taken stay, and so does the snapshot.
	 * @throws IllegalStateException if the transaction has ended
	 */
	void rollback();

	/**
	 * An {@link Transaction#attachment attachment} that changes and wants to go back with
	 * its transaction.
	 */
	@FunctionalInterface
	interface Rewindable {

		/**
		 * Remember the state.
		 * @return goes back to it, any number of times
		 */
		Runnable mark();

	}

}
