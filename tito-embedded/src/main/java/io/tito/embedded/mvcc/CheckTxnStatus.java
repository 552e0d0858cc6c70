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
		return (lock != null && lock.startTs() == this.startTs) ? ownLock(key, lock) : noOwnLock(key);
	}

	private CheckTxnStatusResponse ownLock(KeyRecords key, Lock lock) {
		if (NewerFields.verifiesPrimary(this.request) && !lock.primary().equals(key.key())) {
			return ownLockOfAnotherPrimary(key, lock);
		}
		if (lock.withConflict() && !(TxnRecord.find(key, this.startTs) instanceof TxnRecord.None)) {
			return ownForcedLockOfDecided(key);
		}
		if (lock.asyncCommit() && !this.request.getForceSyncCommit()) {
			return ownAsyncCommitLock(key, lock);
		}
		if (Timestamps.isExpired(this.startTs, lock.ttl(), this.currentTs)) {
			return lock.isPessimistic() && this.request.getResolvingPessimisticLock()
					? ownExpiredPessimisticLockToResolve(key) : ownExpiredLock(key, lock);
		}
		return ownAliveLock(key, lock);
	}

	private CheckTxnStatusResponse ownLockOfAnotherPrimary(KeyRecords key, Lock lock) {
		if (!lock.isPessimistic() || this.request.getResolvingPessimisticLock()) {
			throw new KeyErrorException(KeyErrors.primaryMismatch(key.key(), lock));
		}
		return ownPessimisticLockOfAnotherPrimary(key);
	}

	// the transaction may have changed its primary since the caller met its lock
	private CheckTxnStatusResponse ownPessimisticLockOfAnotherPrimary(KeyRecords key) {
		this.batch.removeLock(key.key());
		return noOwnLock(key);
	}

	// a late request in force-lock mode may lock what its transaction has committed
	private CheckTxnStatusResponse ownForcedLockOfDecided(KeyRecords key) {
		this.batch.removeLock(key.key());
		return noOwnLock(key);
	}

	// its other locks may decide it even if it has expired
	private static CheckTxnStatusResponse ownAsyncCommitLock(KeyRecords key, Lock lock) {
		return alive(key, lock, Action.NoAction);
	}

	// the transaction may go on: no rollback record
	private CheckTxnStatusResponse ownExpiredPessimisticLockToResolve(KeyRecords key) {
		this.batch.removeLock(key.key());
		return decided(Action.TTLExpirePessimisticRollback);
	}

	// only the record of the primary key decides the transaction
	private CheckTxnStatusResponse ownExpiredLock(KeyRecords key, Lock lock) {
		this.rollback.removeLock(key, lock, key.key().equals(lock.primary()), true);
		return decided(Action.TTLExpireRollback);
	}

	private CheckTxnStatusResponse ownAliveLock(KeyRecords key, Lock lock) {
		Lock pushed = push(lock);
		if (pushed != lock) {
			this.batch.putLock(key.key(), pushed);
		}
		return alive(key, pushed, isBehindCaller(pushed) ? Action.MinCommitTSPushed : Action.NoAction);
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

	private CheckTxnStatusResponse noOwnLock(KeyRecords key) {
		TxnRecord known = TxnRecord.find(key, this.startTs);
		if (known instanceof TxnRecord.Committed committed) {
			return noOwnLockButCommitted(committed);
		}
		return (known instanceof TxnRecord.None none) ? noOwnLockAndNoRecord(key, none) : noOwnLockButRolledBack();
	}

	private static CheckTxnStatusResponse noOwnLockButCommitted(TxnRecord.Committed committed) {
		return CheckTxnStatusResponse.newBuilder().setCommitVersion(committed.commitTs()).build();
	}

	private static CheckTxnStatusResponse noOwnLockButRolledBack() {
		return decided(Action.NoAction);
	}

	private CheckTxnStatusResponse noOwnLockAndNoRecord(KeyRecords key, TxnRecord.None none) {
		if (!this.request.getRollbackIfNotExist()) {
			throw new KeyErrorException(KeyErrors.txnNotFound(this.startTs, key.key()));
		}
		return this.request.getResolvingPessimisticLock() ? nothingToResolve() : rollbackOfUnknown(key, none);
	}

	// the lock may be on its way: no rollback record that would stop it
	private static CheckTxnStatusResponse nothingToResolve() {
		return decided(Action.LockNotExistDoNothing);
	}

	private CheckTxnStatusResponse rollbackOfUnknown(KeyRecords key, TxnRecord.None none) {
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
