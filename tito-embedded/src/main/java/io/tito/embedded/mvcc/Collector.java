package io.tito.embedded.mvcc;

import io.tito.embedded.storage.KeyRange;
import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.Write;
import io.tito.embedded.storage.WriteType;

/**
 * Collection of old versions: what no read at or above the safe point can see goes.
 */
final class Collector {

	private final long safePoint;

	private final Batch batch;

	Collector(long safePoint, Batch batch) {
		this.safePoint = safePoint;
		this.batch = batch;
	}

	/**
	 * Collect.
	 * @throws IllegalStateException if there is a lock at or below the safe point: its
	 * commit record may be among what would go
	 */
	void run() {
		this.batch.locked(KeyRange.ALL).forEach(this::checkLock);
		this.batch.scanAll((key) -> {
			collect(key);
			return true;
		});
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
