package io.tito.embedded.mvcc;

import java.util.List;

import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.LockType;
import io.tito.embedded.storage.Write;
import io.tito.embedded.storage.WriteType;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb.Assertion;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockRequest;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockResponse;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * KvPessimisticLock: lock keys before they are written, all of them or none, as of the
 * newest version. Whether to wait for a lock in the way is not decided here.
 * <p>
 * In force-lock mode the one key is locked even if there is a newer version, and the
 * response has the version as of which it is locked.
 */
final class PessimisticLock {

	private final PessimisticLockRequest request;

	private final Batch batch;

	private final long startTs;

	private final long forUpdateTs;

	private final boolean onlyIfExists;

	private final boolean force;

	private long conflictTs;

	private final PessimisticLockResponse.Builder response = PessimisticLockResponse.newBuilder();

	PessimisticLock(PessimisticLockRequest request, Batch batch) {
		this.request = request;
		this.batch = batch;
		this.startTs = Timestamps.of(request.getStartVersion());
		this.forUpdateTs = Timestamps.of(request.getForUpdateTs());
		this.onlyIfExists = NewerFields.locksOnlyIfExists(request);
		this.force = NewerFields.forcesLock(request);
	}

	PessimisticLockResponse run() {
		checkRequest();
		for (Mutation mutation : this.request.getMutationsList()) {
			KeyRecords key = this.batch.records(mutation.getKey());
			raiseMaxTsIfReading(mutation);
			lock(mutation, key);
			Write seen = key.newestData(lockedAsOf());
			if (this.force) {
				return forceLockResult(seen);
			}
			report(seen);
		}
		return this.response.build();
	}

	private void checkRequest() {
		checkOnlyIfExistsReturnsValues();
		checkForceTakesOneKey();
		checkOps();
	}

	private void checkOnlyIfExistsReturnsValues() {
		if (this.onlyIfExists && !this.request.getReturnValues()) {
			throw new KeyErrorException(KeyErrors.abort("LockIfExistsFailed", "start_ts: " + this.startTs));
		}
	}

	private void checkForceTakesOneKey() {
		if (this.force && this.request.getMutationsCount() != 1) {
			throw new KeyErrorException(
					KeyErrors.abort("InvalidRequest", "wake_up_mode: ForceLock takes one key at a time"));
		}
	}

	private void checkOps() {
		for (Mutation mutation : this.request.getMutationsList()) {
			if (mutation.getOp() != Op.PessimisticLock) {
				// TiKV crashes here
				throw new IllegalArgumentException("mismatch Op in pessimistic lock: " + mutation.getOp());
			}
		}
	}

	private long lockedAsOf() {
		return Math.max(this.forUpdateTs, this.conflictTs);
	}

	private PessimisticLockResponse forceLockResult(@Nullable Write seen) {
		return (this.conflictTs != 0) ? ForceLockResult.lockedWithConflict(seen, this.conflictTs)
				: ForceLockResult.locked(seen, this.request.getReturnValues(), this.request.getCheckExistence());
	}

	private void raiseMaxTsIfReading(Mutation mutation) {
		if (this.request.getReturnValues() || this.request.getCheckExistence()
				|| mutation.getAssertion() == Assertion.NotExist) {
			this.batch.maxTs().raise(this.forUpdateTs);
		}
	}

	private void lock(Mutation mutation, KeyRecords key) {
		Lock present = key.lock();
		if (present == null) {
			noLock(mutation, key);
		}
		else if (present.startTs() != this.startTs) {
			throw lockOfAnother(key, present);
		}
		else if (!present.isPessimistic()) {
			throw ownPrewriteLock();
		}
		else if (this.forUpdateTs > present.forUpdateTs()) {
			ownOlderLock(key);
		}
		else {
			ownLock(present);
		}
	}

	private static KeyErrorException lockOfAnother(KeyRecords key, Lock present) {
		return new KeyErrorException(KeyErrors.locked(key.key(), present));
	}

	private KeyErrorException ownPrewriteLock() {
		return new KeyErrorException(KeyErrors.abort("LockTypeNotMatch", "start_ts: " + this.startTs));
	}

	// nobody can have written since: nothing is checked again
	private void ownOlderLock(KeyRecords key) {
		this.batch.putLock(key.key(), newLock());
	}

	private void ownLock(Lock present) {
		if (this.force && this.forUpdateTs < present.forUpdateTs()) {
			// the answer that told the conflict may have been lost
			this.conflictTs = present.forUpdateTs();
		}
	}

	private void noLock(Mutation mutation, KeyRecords key) {
		checkRecords(mutation, key);
		if (!this.onlyIfExists || isValue(key.newestData(lockedAsOf()))) {
			this.batch.putLock(key.key(), newLock());
		}
		else {
			absentAndOnlyIfExists(key);
		}
	}

	private void absentAndOnlyIfExists(KeyRecords key) {
		Write newest = key.newest(Timestamps.LATEST);
		if (newest != null && this.conflictTs != 0) {
			throw conflict(key, newest);
		}
	}

	private Lock newLock() {
		return new Lock(LockType.PESSIMISTIC, this.request.getPrimaryLock(), this.startTs, this.request.getLockTtl(),
				ByteString.EMPTY, lockedAsOf(), 0, Timestamps.of(this.request.getMinCommitTs()), false, List.of(),
				List.of(), this.conflictTs != 0);
	}

	private void checkRecords(Mutation mutation, KeyRecords key) {
		Write newest = key.newest(Timestamps.LATEST);
		if (newest != null) {
			checkNothingNewerUnlessForced(key, newest);
			checkNotRolledBack(key);
			checkAbsentIfAsserted(mutation, key);
		}
	}

	private void checkNothingNewerUnlessForced(KeyRecords key, Write newest) {
		if (newest.commitTs() <= this.forUpdateTs) {
			return;
		}
		if (!this.force) {
			throw conflict(key, newest);
		}
		this.conflictTs = newest.commitTs();
	}

	private void checkNotRolledBack(KeyRecords key) {
		Write atStart = key.newest(this.startTs);
		if (atStart != null && atStart.rollsBack(this.startTs)) {
			throw new KeyErrorException(KeyErrors.abort("PessimisticLockRolledBack", "start_ts: " + this.startTs));
		}
	}

	private void checkAbsentIfAsserted(Mutation mutation, KeyRecords key) {
		boolean mustNotExist = mutation.getAssertion() == Assertion.NotExist && this.conflictTs == 0;
		if (mustNotExist && isValue(key.newestData(Timestamps.LATEST))) {
			throw new KeyErrorException(KeyErrors.alreadyExists(key.key()));
		}
	}

	private KeyErrorException conflict(KeyRecords key, Write newest) {
		return new KeyErrorException(KeyErrors.conflict(key.key(), this.request.getPrimaryLock(), this.startTs, newest,
				ConflictReason.PESSIMISTIC_RETRY));
	}

	private static boolean isValue(@Nullable Write write) {
		return write != null && write.type() == WriteType.PUT;
	}

	private void report(@Nullable Write seen) {
		if (this.request.getReturnValues()) {
			this.response.addValues((seen != null && isValue(seen)) ? seen.value() : ByteString.EMPTY);
		}
		if (this.request.getReturnValues() || this.request.getCheckExistence()) {
			this.response.addNotFounds(!isValue(seen));
		}
	}

}
