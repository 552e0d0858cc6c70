package io.tito.embedded.mvcc;

import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Lock;
import org.tikv.kvproto.Kvrpcpb.CheckSecondaryLocksRequest;
import org.tikv.kvproto.Kvrpcpb.CheckSecondaryLocksResponse;
import org.tikv.kvproto.Kvrpcpb.LockInfo;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * KvCheckSecondaryLocks: whether all of these keys of an async commit are locked. The
 * first that is not decides the transaction; if nothing is known of it there, it is
 * rolled back for good.
 */
final class CheckSecondaryLocks {

	private final CheckSecondaryLocksRequest request;

	private final Batch batch;

	private final long startTs;

	private final RollbackRules rollback;

	CheckSecondaryLocks(CheckSecondaryLocksRequest request, Batch batch) {
		this.request = request;
		this.batch = batch;
		this.startTs = Timestamps.of(request.getStartVersion());
		this.rollback = new RollbackRules(this.startTs, batch);
	}

	CheckSecondaryLocksResponse run() {
		this.batch.maxTs().raise(this.startTs);
		CheckSecondaryLocksResponse.Builder response = CheckSecondaryLocksResponse.newBuilder();
		for (ByteString each : this.request.getKeysList()) {
			KeyRecords key = this.batch.records(each);
			Lock lock = key.lock();
			if (lock == null || lock.startTs() != this.startTs) {
				return noOwnLock(key);
			}
			if (lock.isPessimistic()) {
				return ownPessimisticLock(key, lock);
			}
			response.addLocks(ownPrewriteLock(key, lock));
		}
		return response.build();
	}

	private static LockInfo ownPrewriteLock(KeyRecords key, Lock lock) {
		return KeyErrors.lockInfo(key.key(), lock);
	}

	private CheckSecondaryLocksResponse ownPessimisticLock(KeyRecords key, Lock lock) {
		this.rollback.removeLock(key, lock, true, true);
		return rolledBack();
	}

	private CheckSecondaryLocksResponse noOwnLock(KeyRecords key) {
		TxnRecord known = TxnRecord.find(key, this.startTs);
		if (known instanceof TxnRecord.Committed committed) {
			return noOwnLockButCommitted(committed);
		}
		return (known instanceof TxnRecord.None none) ? noOwnLockAndNoRecord(key, none) : rolledBack();
	}

	private static CheckSecondaryLocksResponse noOwnLockButCommitted(TxnRecord.Committed committed) {
		return CheckSecondaryLocksResponse.newBuilder().setCommitTs(committed.commitTs()).build();
	}

	private CheckSecondaryLocksResponse noOwnLockAndNoRecord(KeyRecords key, TxnRecord.None none) {
		this.rollback.leaveRecord(key, none.overlapped(), true, true);
		return rolledBack();
	}

	private static CheckSecondaryLocksResponse rolledBack() {
		return CheckSecondaryLocksResponse.getDefaultInstance();
	}

}
