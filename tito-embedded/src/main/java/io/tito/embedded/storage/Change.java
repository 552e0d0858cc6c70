package io.tito.embedded.storage;

import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * One change to what is stored about a key. Changes are applied in batches, all or
 * nothing.
 */
public sealed interface Change {

	ByteString key();

	record PutLock(ByteString key, Lock lock) implements Change {
	}

	record RemoveLock(ByteString key) implements Change {
	}

	/**
	 * Store a record, in place of one that may be there at the same commit timestamp.
	 *
	 * @param key the key
	 * @param write the record
	 */
	record PutWrite(ByteString key, Write write) implements Change {
	}

	record PutRaw(ByteString key, ByteString value) implements Change {
	}

	record RemoveRaw(ByteString key) implements Change {
	}

	record RemoveWrite(ByteString key, long commitTs) implements Change {
	}

}
