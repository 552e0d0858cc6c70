package io.tito.embedded.mvcc;

import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.LockType;
import io.tito.embedded.storage.Write;
import io.tito.embedded.storage.WriteType;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Committing one key of a transaction.
 */
final class CommitRules {

	private CommitRules() {
	}

	static void checkCommitIsAfterStart(long startTs, long commitTs) {
		if (commitTs <= startTs) {
			throw new KeyErrorException(
					KeyErrors.abort("InvalidTxnTso", "start_ts: " + startTs + ", commit_ts: " + commitTs));
		}
	}

	static void commit(KeyRecords key, long startTs, long commitTs, Batch batch) {
		Lock lock = key.lock();
		if (lock == null || lock.startTs() != startTs) {
			noOwnLock(key, startTs, commitTs);
			return;
		}
		checkCommitIsNotBelowMinimum(key, lock, commitTs);
		if (lock.isPessimistic()) {
			ownPessimisticLock(key, batch);
		}
		else {
			ownPrewriteLock(key, lock, commitTs, batch);
		}
	}

	private static void checkCommitIsNotBelowMinimum(KeyRecords key, Lock lock, long commitTs) {
		if (commitTs < lock.minCommitTs()) {
			throw new KeyErrorException(KeyErrors.commitTsExpired(key.key(), lock, commitTs));
		}
	}

	private static void ownPrewriteLock(KeyRecords key, Lock lock, long commitTs, Batch batch) {
		batch.putWrite(key.key(), record(lock, commitTs));
		batch.removeLock(key.key());
	}

	// it holds nothing that could be committed
	private static void ownPessimisticLock(KeyRecords key, Batch batch) {
		batch.removeLock(key.key());
	}

	// the stored commit timestamp is not compared: a repeated commit is idempotent
	private static void noOwnLock(KeyRecords key, long startTs, long commitTs) {
		if (!(TxnRecord.find(key, startTs) instanceof TxnRecord.Committed)) {
			throw noOwnLockAndNotCommitted(key, startTs, commitTs);
		}
	}

	private static KeyErrorException noOwnLockAndNotCommitted(KeyRecords key, long startTs, long commitTs) {
		return new KeyErrorException(KeyErrors.lockNotFound(key.key(), startTs, commitTs));
	}

	static Write record(Lock lock, long commitTs) {
		ByteString value = (lock.type() == LockType.PUT) ? lock.value() : ByteString.EMPTY;
		return Write.committed(writeType(lock.type()), lock.startTs(), commitTs, value,
				lock.rollbackTs().contains(commitTs));
	}

	private static WriteType writeType(LockType type) {
		return switch (type) {
			case PUT -> WriteType.PUT;
			case DELETE -> WriteType.DELETE;
			case LOCK -> WriteType.LOCK;
			case PESSIMISTIC -> throw new IllegalArgumentException("A pessimistic lock is not committed");
		};
	}

}
