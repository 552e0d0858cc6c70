package io.tito.embedded.mvcc;

import java.util.ArrayList;
import java.util.List;

import io.tito.embedded.storage.Change;
import io.tito.embedded.storage.KeyRange;
import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.Storage;
import io.tito.embedded.storage.Write;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * The work of one writing command: it reads what was stored before the command and
 * collects changes, which are applied together when the command has succeeded.
 */
final class Batch {

	private final Storage storage;

	private final MaxTimestamp maxTs;

	private final List<Change> changes = new ArrayList<>();

	Batch(Storage storage, MaxTimestamp maxTs) {
		this.storage = storage;
		this.maxTs = maxTs;
	}

	KeyRecords records(ByteString key) {
		return this.storage.records(key);
	}

	Iterable<? extends KeyRecords> locked(KeyRange range) {
		return this.storage.locked(range);
	}

	MaxTimestamp maxTs() {
		return this.maxTs;
	}

	void putLock(ByteString key, Lock lock) {
		this.changes.add(new Change.PutLock(key, lock));
	}

	void removeLock(ByteString key) {
		this.changes.add(new Change.RemoveLock(key));
	}

	void putWrite(ByteString key, Write write) {
		this.changes.add(new Change.PutWrite(key, write));
	}

	void removeWrite(ByteString key, long commitTs) {
		this.changes.add(new Change.RemoveWrite(key, commitTs));
	}

	void apply() {
		this.storage.apply(this.changes);
	}

}
