package io.tito.embedded.mvcc;

import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Lock;
import org.tikv.kvproto.Kvrpcpb.Action;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusRequest;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusResponse;

/**
 * KvCheckTxnStatus: what became of a transaction, by its primary key. Rolls it back if
 * its time is over, else moves its commit behind the caller's read.
 */
final class CheckTxnStatus {

	private final CheckTxnStatusRequest request;

	private final Batch batch;

	private final long startTs;

	private final long callerStartTs;

	private final long currentTs;

	private final RollbackRules rollback;

	CheckTxnStatus(CheckTxnStatusRequest request, Batch batch) {
		this.request = request;
		this.batch = batch;
		this.startTs = Timestamps.of(request.getLockTs());
		this.callerStartTs = Timestamps.of(request.getCallerStartTs());
		this.currentTs = Timestamps.of(request.getCurrentTs());
		this.rollback = new RollbackRules(this.startTs, batch);
	}

	CheckTxnStatusResponse run() {
		this.batch.maxTs().raise(this.startTs);
		this.batch.maxTs().raise(this.callerStartTs);
		this.batch.maxTs().raise(this.currentTs);
		KeyRecords key = this.batch.records(this.request.getPrimaryKey());
		Lock lock = key.lock();
		return (lock != null && lock.startTs() == this.startTs) ? locked(key, lock) : notLocked(key);
	}

	private CheckTxnStatusResponse locked(KeyRecords key, Lock lock) {
		if (NewerFields.verifiesPrimary(this.request) && !lock.primary().equals(key.key())) {
			return lockedAsSecondary(key, lock);
		}
		if (lock.withConflict() && !(TxnRecord.find(key, this.startTs) instanceof TxnRecord.None)) {
			// a late request in force-lock mode may lock what its transaction has
			// committed
			this.batch.removeLock(key.key());
			return notLocked(key);
		}
		if (lock.asyncCommit() && !this.request.getForceSyncCommit()) {
			// its other locks may decide it even if it has expired
			return alive(key, lock, Action.NoAction);
		}
		if (Timestamps.isExpired(this.startTs, lock.ttl(), this.currentTs)) {
			return decided(expire(key, lock));
		}
		Lock pushed = push(lock);
		if (pushed != lock) {
			this.batch.putLock(key.key(), pushed);
		}
		return alive(key, pushed, isBehindCaller(pushed) ? Action.MinCommitTSPushed : Action.NoAction);
	}

	// the transaction may have changed its primary since the caller met its lock
	private CheckTxnStatusResponse lockedAsSecondary(KeyRecords key, Lock lock) {
		if (!lock.isPessimistic() || this.request.getResolvingPessimisticLock()) {
			throw new KeyErrorException(KeyErrors.primaryMismatch(key.key(), lock));
		}
		this.batch.removeLock(key.key());
		return notLocked(key);
	}

	private Action expire(KeyRecords key, Lock lock) {
		if (lock.isPessimistic() && this.request.getResolvingPessimisticLock()) {
			// the transaction may go on: no rollback record
			this.batch.removeLock(key.key());
			return Action.TTLExpirePessimisticRollback;
		}
		// only the record of the primary key decides the transaction
		this.rollback.removeLock(key, lock, key.key().equals(lock.primary()), true);
		return Action.TTLExpireRollback;
	}

	private Lock push(Lock lock) {
		boolean pushable = lock.minCommitTs() != 0 && this.callerStartTs != Timestamps.LATEST;
		if (!pushable || this.callerStartTs < lock.minCommitTs()) {
			return lock;
		}
		return lock.withMinCommitTs(Math.max(this.callerStartTs + 1, this.currentTs));
	}

	private boolean isBehindCaller(Lock lock) {
		return this.callerStartTs == Timestamps.LATEST
				|| (this.callerStartTs != 0 && lock.minCommitTs() > this.callerStartTs);
	}

	private CheckTxnStatusResponse notLocked(KeyRecords key) {
		TxnRecord known = TxnRecord.find(key, this.startTs);
		if (known instanceof TxnRecord.Committed committed) {
			return CheckTxnStatusResponse.newBuilder().setCommitVersion(committed.commitTs()).build();
		}
		return (known instanceof TxnRecord.None none) ? unknown(key, none) : decided(Action.NoAction);
	}

	private CheckTxnStatusResponse unknown(KeyRecords key, TxnRecord.None none) {
		if (!this.request.getRollbackIfNotExist()) {
			throw new KeyErrorException(KeyErrors.txnNotFound(this.startTs, key.key()));
		}
		if (this.request.getResolvingPessimisticLock()) {
			return decided(Action.LockNotExistDoNothing);
		}
		this.rollback.leaveRecord(key, none.overlapped(), true, false);
		return decided(Action.LockNotExistRollback);
	}

	private static CheckTxnStatusResponse alive(KeyRecords key, Lock lock, Action action) {
		return CheckTxnStatusResponse.newBuilder()
			.setLockTtl(lock.ttl())
			.setLockInfo(KeyErrors.lockInfo(key.key(), lock))
			.setAction(action)
			.build();
	}

	private static CheckTxnStatusResponse decided(Action action) {
		return CheckTxnStatusResponse.newBuilder().setAction(action).build();
	}

}
