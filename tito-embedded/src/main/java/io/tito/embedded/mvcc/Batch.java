package io.tito.embedded.mvcc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.tito.embedded.storage.Change;
import io.tito.embedded.storage.KeyRange;
import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.Storage;
import io.tito.embedded.storage.Write;
import io.tito.embedded.storage.WriteType;
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

	void scanAll(KeyRange range, Predicate<? super KeyRecords> visitor) {
		this.storage.scanAll(range, visitor);
	}

	void destroy(KeyRange range) {
		this.storage.destroy(range);
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

	/**
	 * The locks that this batch removes from keys, for those who wait for them.
	 * @return what becomes free when the batch is applied; ask before that
	 */
	List<Release> releases() {
		List<Release> releases = new ArrayList<>();
		for (Change change : this.changes) {
			Lock lock = (change instanceof Change.RemoveLock) ? records(change.key()).lock() : null;
			if (lock != null) {
				releases.add(new Release(change.key(), lock.startTs(), commitTs(change.key(), lock.startTs())));
			}
		}
		return releases;
	}

	private long commitTs(ByteString key, long startTs) {
		for (Change change : this.changes) {
			if (change instanceof Change.PutWrite put && put.key().equals(key) && put.write().startTs() == startTs
					&& put.write().type() != WriteType.ROLLBACK) {
				return put.write().commitTs();
			}
		}
		return 0;
	}

	/**
	 * A lock that is removed.
	 *
	 * @param key its key
	 * @param startTs its transaction
	 * @param commitTs when that committed, 0 if it rolled back
	 */
	record Release(ByteString key, long startTs, long commitTs) {
	}

	void apply() {
		this.storage.apply(this.changes);
	}

}
