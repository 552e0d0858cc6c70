package io.tito.embedded.storage.rocks;

import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Knows for every key a timestamp above which it surely has no record, so that to look
 * for conflicts nearly never means to read. Keys share slots: what it knows may be the
 * timestamp of another key's record. Written by one thread at a time, while nobody reads.
 */
final class RecentWrites {

	private static final int SLOTS = 1 << 16;

	private final long[] newest = new long[SLOTS];

	void add(ByteString key, long commitTs) {
		int slot = slot(key);
		this.newest[slot] = Math.max(this.newest[slot], commitTs);
	}

	/**
	 * Whether a key may have got a record since a time.
	 * @param key the key
	 * @param timestamp the first timestamp that counts
	 * @return false if it surely did not
	 */
	boolean mayHaveSince(ByteString key, long timestamp) {
		return this.newest[slot(key)] >= timestamp;
	}

	private static int slot(ByteString key) {
		int hash = key.hashCode();
		return (hash ^ (hash >>> Short.SIZE)) & (SLOTS - 1);
	}

}
