package io.tito.embedded.mvcc;

import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.Write;
import io.tito.embedded.storage.WriteType;
import org.jspecify.annotations.Nullable;

/**
 * Rolling back one key of a transaction, and the records that this leaves so that a late
 * prewrite fails.
 */
final class RollbackRules {

	private final long startTs;

	private final Batch batch;

	RollbackRules(long startTs, Batch batch) {
		this.startTs = startTs;
		this.batch = batch;
	}

	/**
	 * Roll back a key as KvBatchRollback does.
	 * @param key the key's records
	 * @throws KeyErrorException if it is committed
	 */
	void rollback(KeyRecords key) {
		if (rollbackUnlessAlive(key, 0, false) instanceof TxnRecord.Committed committed) {
			throw noOwnLockButCommitted(committed);
		}
	}

	private KeyErrorException noOwnLockButCommitted(TxnRecord.Committed committed) {
		return new KeyErrorException(
				KeyErrors.abort("Committed", "start_ts: " + this.startTs + ", commit_ts: " + committed.commitTs()));
	}

	/**
	 * Roll back a key unless its transaction is alive or committed.
	 * @param key the key's records
	 * @param currentTs the time to judge the lock by, 0 to roll it back in any case
	 * @param protect whether the rollback record is to stay for ever
	 * @return what the key's records said before
	 * @throws KeyErrorException if the lock is alive
	 */
	TxnRecord rollbackUnlessAlive(KeyRecords key, long currentTs, boolean protect) {
		Lock lock = key.lock();
		if (lock != null && lock.startTs() == this.startTs) {
			checkOwnLockIsNotAlive(key, lock, currentTs);
			ownLock(key, lock, protect);
			return new TxnRecord.RolledBack();
		}
		TxnRecord known = TxnRecord.find(key, this.startTs);
		if (known instanceof TxnRecord.None none) {
			noOwnLockAndNoRecord(key, none, protect);
		}
		return known;
	}

	private void checkOwnLockIsNotAlive(KeyRecords key, Lock lock, long currentTs) {
		if (currentTs != 0 && !Timestamps.isExpired(this.startTs, lock.ttl(), currentTs)) {
			throw new KeyErrorException(KeyErrors.locked(key.key(), lock));
		}
	}

	// only the record of the primary key decides the transaction
	private void ownLock(KeyRecords key, Lock lock, boolean protect) {
		removeLock(key, lock, key.key().equals(lock.primary()), !protect);
	}

	private void noOwnLockAndNoRecord(KeyRecords key, TxnRecord.None none, boolean protect) {
		leaveRecord(key, none.overlapped(), protect, !protect);
	}

	/**
	 * Remove the transaction's own lock and leave a rollback record.
	 * @param key the key's records
	 * @param lock its lock
	 * @param protect whether the record is to stay for ever
	 * @param collapse whether an older record that is not protected may go
	 */
	void removeLock(KeyRecords key, Lock lock, boolean protect, boolean collapse) {
		if (TxnRecord.find(key, lock.startTs()) instanceof TxnRecord.None none) {
			putRollback(key, protect, none.overlapped());
		}
		if (collapse) {
			collapse(key);
		}
		this.batch.removeLock(key.key());
	}

	/**
	 * Leave a rollback record where nothing is known of the transaction.
	 * @param key the key's records
	 * @param overlapped the record at the place of the new one
	 * @param protect whether the record is to stay for ever
	 * @param collapse whether an older record that is not protected may go
	 */
	void leaveRecord(KeyRecords key, @Nullable Write overlapped, boolean protect, boolean collapse) {
		if (collapse) {
			collapse(key);
		}
		if (overlapped == null) {
			markOnMismatch(key, protect);
		}
		putRollback(key, protect, overlapped);
	}

	// a commit record is never overwritten: a protected rollback becomes a flag on it
	private void putRollback(KeyRecords key, boolean protect, @Nullable Write overlapped) {
		if (overlapped == null) {
			this.batch.putWrite(key.key(), Write.rollback(this.startTs, protect));
		}
		else if (protect) {
			this.batch.putWrite(key.key(), overlapped.withOverlappedRollback());
		}
	}

	private void collapse(KeyRecords key) {
		Write newest = key.newest(this.startTs);
		if (newest != null && newest.type() == WriteType.ROLLBACK && !newest.protectedRollback()
				&& newest.commitTs() < this.startTs) {
			this.batch.removeWrite(key.key(), newest.commitTs());
		}
	}

	// the other's commit could get this very timestamp and overwrite the rollback record
	private void markOnMismatch(KeyRecords key, boolean protect) {
		Lock other = key.lock();
		if (protect && other != null && other.asyncCommit() && this.startTs >= other.minCommitTs()) {
			this.batch.putLock(key.key(), other.withRollback(this.startTs));
		}
	}

}
