package io.tito.embedded.storage.rocks;

import java.util.List;
import java.util.NavigableMap;

import io.tito.embedded.storage.Change;
import io.tito.embedded.storage.EncodedKeys;
import io.tito.embedded.storage.KeyRange;
import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.Write;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Turns changes into those of tables, with those of locks apart.
 */
final class ChangeWriter {

	private static final byte[] BEHIND_ALL_RECORDS = { (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff,
			(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff };

	private final BatchBytes batch;

	private final NavigableMap<byte[], Lock> locks;

	private final LockChanges lockChanges;

	private final Tables tables;

	/**
	 * Write to a batch.
	 * @param batch the batch
	 * @param lockChanges take those of locks
	 * @param locks all locks, as they were before the changes
	 * @param tables get to know the records that are coming
	 */
	ChangeWriter(BatchBytes batch, LockChanges lockChanges, NavigableMap<byte[], Lock> locks, Tables tables) {
		this.batch = batch;
		this.lockChanges = lockChanges;
		this.locks = locks;
		this.tables = tables;
	}

	void add(List<Change> changes) {
		for (Change change : changes) {
			add(change);
		}
	}

	private void add(Change change) {
		if (change instanceof Change.PutLock put) {
			putLock(put);
		}
		else if (change instanceof Change.RemoveLock remove) {
			removeLock(remove.key());
		}
		else if (change instanceof Change.PutWrite put) {
			putWrite(put.key(), put.write());
		}
		else if (change instanceof Change.RemoveWrite remove) {
			removeWrite(remove.key(), remove.commitTs());
		}
		else if (change instanceof Change.PutRaw put) {
			this.batch.put(Table.RAW, put.key().toByteArray(), put.value().toByteArray());
		}
		else if (change instanceof Change.RemoveRaw remove) {
			this.batch.delete(Table.RAW, remove.key().toByteArray());
		}
	}

	// a crash loses pessimistic locks anyway, so that they are not worth a write
	private void putLock(Change.PutLock put) {
		if (!put.lock().isPessimistic()) {
			this.lockChanges.put(put.key(), put.lock());
		}
	}

	private void removeLock(ByteString key) {
		Lock lock = this.locks.get(key.toByteArray());
		if (this.lockChanges.has(key) || (lock != null && !lock.isPessimistic())) {
			this.lockChanges.remove(key);
		}
	}

	private void putWrite(ByteString key, Write write) {
		Table table = write.type().isData() ? Table.DATA : Table.MARKS;
		byte[] place = VersionKeys.of(key, write.commitTs());
		this.tables.expect(table, key, place);
		this.batch.put(table, place, RecordCodec.encode(write));
	}

	private void removeWrite(ByteString key, long commitTs) {
		byte[] place = VersionKeys.of(key, commitTs);
		this.batch.delete(Table.DATA, place);
		this.batch.delete(Table.MARKS, place);
	}

	/**
	 * Forget all keys of a range.
	 * @param range the range
	 * @param behindRaw an end for raw keys that lies behind all of them
	 */
	void destroy(KeyRange range, ByteString behindRaw) {
		destroyRecords(Table.DATA, range);
		destroyRecords(Table.MARKS, range);
		destroyRaw(new KeyRange(range.start(), range.end().isEmpty() ? behindRaw : range.end()));
		for (byte[] key : range.of(this.locks).keySet()) {
			this.lockChanges.remove(ByteString.copyFrom(key));
		}
	}

	private void destroyRaw(KeyRange bounded) {
		if (!bounded.isEmpty()) {
			this.batch.deleteRange(Table.RAW, bounded.start().toByteArray(), bounded.end().toByteArray());
		}
	}

	private void destroyRecords(Table table, KeyRange range) {
		byte[] start = EncodedKeys.encode(range.start(), 0);
		byte[] end = range.end().isEmpty() ? BEHIND_ALL_RECORDS : EncodedKeys.encode(range.end(), 0);
		this.batch.deleteRange(table, start, end);
	}

}
