package io.tito.client;

import io.tito.key.Key;

/**
 * Adds writes to a transaction once the base timestamp of its commit is known.
 */
@FunctionalInterface
public interface CommitHook {

	/**
	 * Add writes.
	 * @param base a timestamp that was fetched after {@link Transaction#commit()} was
	 * called
	 * @param writes where to add them
	 */
	void prepare(Timestamp base, Writes writes);

	/**
	 * What a hook may do.
	 */
	interface Writes {

		void put(Key key, byte[] value);

		void insert(Key key, byte[] value);

		void delete(Key key);

		/**
		 * Ask for a key of this transaction to be its primary: the one whose lock
		 * decides. A hot key is a bad choice. The first wish counts.
		 * @param key a key that is written
		 */
		void primary(Key key);

		/**
		 * Commit before a timestamp or not at all, as {@link Transaction#commitBefore}:
		 * for a bound that depends on the base timestamp.
		 * @param end the first timestamp that is too late
		 */
		void commitBefore(Timestamp end);

	}

}
