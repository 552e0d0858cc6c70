package io.tito.embedded.mvcc;

import java.util.Map;
import java.util.stream.Collectors;

import io.tito.embedded.storage.KeyRange;
import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Lock;
import org.tikv.kvproto.Kvrpcpb.ResolveLockRequest;
import org.tikv.kvproto.Kvrpcpb.ResolveLockResponse;
import org.tikv.kvproto.Kvrpcpb.TxnInfo;

/**
 * KvResolveLock: finish what is left of transactions whose fate is known. Three forms:
 * some keys of one transaction, all its locks in the region, or all locks of several.
 */
final class ResolveLock {

	private final ResolveLockRequest request;

	private final KeyRange region;

	private final Batch batch;

	ResolveLock(ResolveLockRequest request, KeyRange region, Batch batch) {
		this.request = request;
		this.region = region;
		this.batch = batch;
	}

	ResolveLockResponse run() {
		long startTs = Timestamps.of(this.request.getStartVersion());
		long commitTs = Timestamps.of(this.request.getCommitVersion());
		if (this.request.getTxnInfosCount() > 0) {
			allLocksOfSeveral();
		}
		else if (this.request.getKeysCount() > 0) {
			someKeysOfOne(startTs, commitTs);
		}
		else {
			allLocksOfOne(startTs, commitTs);
		}
		return ResolveLockResponse.getDefaultInstance();
	}

	private void someKeysOfOne(long startTs, long commitTs) {
		this.request.getKeysList().forEach((key) -> resolve(this.batch.records(key), startTs, commitTs));
	}

	private void allLocksOfOne(long startTs, long commitTs) {
		resolveAll(Map.of(startTs, commitTs));
	}

	private void allLocksOfSeveral() {
		resolveAll(this.request.getTxnInfosList()
			.stream()
			.collect(Collectors.toMap(TxnInfo::getTxn, TxnInfo::getStatus, (first, second) -> second)));
	}

	private void resolveAll(Map<Long, Long> commitByStart) {
		for (KeyRecords key : this.batch.locked(this.region)) {
			Lock lock = key.lock();
			Long commitTs = (lock != null) ? commitByStart.get(lock.startTs()) : null;
			if (lock != null && commitTs != null) {
				resolve(key, lock.startTs(), commitTs);
			}
		}
	}

	private void resolve(KeyRecords key, long startTs, long commitTs) {
		if (commitTs == 0) {
			rollback(key, startTs);
		}
		else {
			commit(key, startTs, commitTs);
		}
	}

	private void commit(KeyRecords key, long startTs, long commitTs) {
		CommitRules.checkCommitIsAfterStart(startTs, commitTs);
		CommitRules.commit(key, startTs, commitTs, this.batch);
	}

	private void rollback(KeyRecords key, long startTs) {
		new RollbackRules(startTs, this.batch).rollback(key);
	}

}
