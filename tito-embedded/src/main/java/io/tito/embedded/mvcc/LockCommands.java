package io.tito.embedded.mvcc;

import io.tito.embedded.storage.KeyRange;
import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.Storage;
import org.tikv.kvproto.Kvrpcpb.BatchRollbackRequest;
import org.tikv.kvproto.Kvrpcpb.BatchRollbackResponse;
import org.tikv.kvproto.Kvrpcpb.CleanupRequest;
import org.tikv.kvproto.Kvrpcpb.CleanupResponse;
import org.tikv.kvproto.Kvrpcpb.CommitRequest;
import org.tikv.kvproto.Kvrpcpb.CommitResponse;
import org.tikv.kvproto.Kvrpcpb.PessimisticRollbackRequest;
import org.tikv.kvproto.Kvrpcpb.PessimisticRollbackResponse;
import org.tikv.kvproto.Kvrpcpb.ScanLockRequest;
import org.tikv.kvproto.Kvrpcpb.ScanLockResponse;
import org.tikv.kvproto.Kvrpcpb.TxnHeartBeatRequest;
import org.tikv.kvproto.Kvrpcpb.TxnHeartBeatResponse;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * The commands that do one simple thing to locks.
 */
final class LockCommands {

	private LockCommands() {
	}

	static CommitResponse commit(CommitRequest request, Batch batch) {
		long startTs = Timestamps.of(request.getStartVersion());
		long commitTs = Timestamps.of(request.getCommitVersion());
		CommitRules.checkCommitIsAfterStart(startTs, commitTs);
		for (ByteString key : request.getKeysList()) {
			CommitRules.commit(batch.records(key), startTs, commitTs, batch);
		}
		return CommitResponse.newBuilder().setCommitVersion(commitTs).build();
	}

	static BatchRollbackResponse rollback(BatchRollbackRequest request, Batch batch) {
		RollbackRules rules = new RollbackRules(Timestamps.of(request.getStartVersion()), batch);
		request.getKeysList().forEach((key) -> rules.rollback(batch.records(key)));
		return BatchRollbackResponse.getDefaultInstance();
	}

	static CleanupResponse cleanup(CleanupRequest request, Batch batch) {
		long startTs = Timestamps.of(request.getStartVersion());
		batch.maxTs().raise(startTs);
		TxnRecord known = new RollbackRules(startTs, batch).rollbackUnlessAlive(batch.records(request.getKey()),
				Timestamps.of(request.getCurrentTs()), true);
		long commitTs = (known instanceof TxnRecord.Committed committed) ? committed.commitTs() : 0;
		return CleanupResponse.newBuilder().setCommitVersion(commitTs).build();
	}

	static TxnHeartBeatResponse heartBeat(TxnHeartBeatRequest request, Batch batch) {
		ByteString key = request.getPrimaryLock();
		long startTs = Timestamps.of(request.getStartVersion());
		Lock lock = batch.records(key).lock();
		if (lock == null || lock.startTs() != startTs) {
			throw new KeyErrorException(KeyErrors.txnNotFound(startTs, key));
		}
		long ttl = prolongOwnLock(key, lock, request.getAdviseLockTtl(), batch);
		return TxnHeartBeatResponse.newBuilder().setLockTtl(ttl).build();
	}

	private static long prolongOwnLock(ByteString key, Lock lock, long advisedTtl, Batch batch) {
		long ttl = Math.max(lock.ttl(), advisedTtl);
		batch.putLock(key, lock.withTtl(ttl));
		return ttl;
	}

	static PessimisticRollbackResponse pessimisticRollback(PessimisticRollbackRequest request, KeyRange region,
			Batch batch) {
		long startTs = Timestamps.of(request.getStartVersion());
		long forUpdateTs = Timestamps.of(request.getForUpdateTs());
		for (KeyRecords key : keysOrLockedOnes(request, region, batch)) {
			Lock lock = key.lock();
			if (lock != null && lock.startTs() == startTs && lock.isPessimistic()
					&& lock.forUpdateTs() <= forUpdateTs) {
				batch.removeLock(key.key());
			}
		}
		return PessimisticRollbackResponse.getDefaultInstance();
	}

	private static Iterable<? extends KeyRecords> keysOrLockedOnes(PessimisticRollbackRequest request, KeyRange region,
			Batch batch) {
		return (request.getKeysCount() > 0) ? request.getKeysList().stream().map(batch::records).toList()
				: batch.locked(region);
	}

	static ScanLockResponse scanLocks(ScanLockRequest request, KeyRange region, Storage storage, MaxTimestamp maxTs) {
		long maxVersion = Timestamps.of(request.getMaxVersion());
		maxTs.raise(maxVersion);
		int limit = limitOrAll(request);
		ScanLockResponse.Builder response = ScanLockResponse.newBuilder();
		KeyRange range = region.clip(new KeyRange(request.getStartKey(), request.getEndKey()));
		for (KeyRecords key : storage.locked(range)) {
			Lock lock = key.lock();
			if (lock != null && lock.startTs() <= maxVersion) {
				response.addLocks(KeyErrors.lockInfo(key.key(), lock));
				if (response.getLocksCount() == limit) {
					break;
				}
			}
		}
		return response.build();
	}

	private static int limitOrAll(ScanLockRequest request) {
		return (request.getLimit() > 0) ? request.getLimit() : Integer.MAX_VALUE;
	}

}
