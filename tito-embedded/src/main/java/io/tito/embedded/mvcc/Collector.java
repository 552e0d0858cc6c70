package io.tito.embedded.mvcc;

import io.tito.embedded.storage.KeyRange;
import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.Write;
import io.tito.embedded.storage.WriteType;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Collection of old versions: what no read at or above the safe point can see goes.
 */
final class Collector {

	private static final int PART = 100;

	private static final ByteString SMALLEST_SUFFIX = ByteString.copyFrom(new byte[1]);

	private final long safePoint;

	private final Batch batch;

	private int collected;

	private ByteString next = ByteString.EMPTY;

	Collector(long safePoint, Batch batch) {
		this.safePoint = safePoint;
		this.batch = batch;
	}

	/**
	 * Check that nothing undecided lies below the safe point.
	 * @throws IllegalStateException if there is a lock at or below the safe point: its
	 * commit record may be among what would go
	 */
	void checkLocks() {
		this.batch.locked(KeyRange.ALL).forEach(this::checkLock);
	}

	/**
	 * Collect a part, so that others need not wait for all.
	 * @param from the key to begin at
	 * @return the key to go on at; empty if this was the last part
	 */
	ByteString collectPart(ByteString from) {
		this.batch.scanAll(new KeyRange(from, ByteString.EMPTY), (key) -> {
			collect(key);
			this.collected++;
			this.next = (this.collected < PART) ? ByteString.EMPTY : key.key().concat(SMALLEST_SUFFIX);
			return this.collected < PART;
		});
		return this.next;
	}

	private void checkLock(KeyRecords key) {
		Lock lock = key.lock();
		if (lock != null && lock.startTs() <= this.safePoint) {
			throw new IllegalStateException("There is a lock of transaction " + lock.startTs()
					+ " below the new safe point " + this.safePoint + "; resolve all locks up to it first");
		}
	}

	private void collect(KeyRecords key) {
		Write kept = key.newestData(this.safePoint);
		Write write = key.newest(this.safePoint);
		while (write != null) {
			if (!write.equals(kept) || write.type() == WriteType.DELETE) {
				this.batch.removeWrite(key.key(), write.commitTs());
			}
			write = key.newest(write.commitTs() - 1);
		}
	}

}
