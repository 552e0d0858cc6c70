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
 */
final class PessimisticLock {

	private final PessimisticLockRequest request;

	private final Batch batch;

	private final long startTs;

	private final long forUpdateTs;

	private final boolean onlyIfExists;

	private final PessimisticLockResponse.Builder response = PessimisticLockResponse.newBuilder();

	PessimisticLock(PessimisticLockRequest request, Batch batch) {
		this.request = request;
		this.batch = batch;
		this.startTs = Timestamps.of(request.getStartVersion());
		this.forUpdateTs = Timestamps.of(request.getForUpdateTs());
		this.onlyIfExists = NewerFields.locksOnlyIfExists(request);
	}

	PessimisticLockResponse run() {
		if (this.onlyIfExists && !this.request.getReturnValues()) {
			throw new KeyErrorException(KeyErrors.abort("LockIfExistsFailed", "start_ts: " + this.startTs));
		}
		for (Mutation mutation : this.request.getMutationsList()) {
			if (mutation.getOp() != Op.PessimisticLock) {
				// TiKV crashes here
				throw new IllegalArgumentException("mismatch Op in pessimistic lock: " + mutation.getOp());
			}
			KeyRecords key = this.batch.records(mutation.getKey());
			if (isReading(mutation)) {
				this.batch.maxTs().raise(this.forUpdateTs);
			}
			lock(mutation, key);
			report(key.newestData(this.forUpdateTs));
		}
		return this.response.build();
	}

	private boolean isReading(Mutation mutation) {
		return this.request.getReturnValues() || this.request.getCheckExistence()
				|| mutation.getAssertion() == Assertion.NotExist;
	}

	private void lock(Mutation mutation, KeyRecords key) {
		Lock present = key.lock();
		if (present == null) {
			checkRecords(mutation, key);
			if (!this.onlyIfExists || isValue(key.newestData(this.forUpdateTs))) {
				this.batch.putLock(key.key(), newLock());
			}
			return;
		}
		if (present.startTs() != this.startTs) {
			throw new KeyErrorException(KeyErrors.locked(key.key(), present));
		}
		if (!present.isPessimistic()) {
			throw new KeyErrorException(KeyErrors.abort("LockTypeNotMatch", "start_ts: " + this.startTs));
		}
		if (this.forUpdateTs > present.forUpdateTs()) {
			// nobody can have written since: nothing is checked again
			this.batch.putLock(key.key(), newLock());
		}
	}

	private Lock newLock() {
		return new Lock(LockType.PESSIMISTIC, this.request.getPrimaryLock(), this.startTs, this.request.getLockTtl(),
				ByteString.EMPTY, this.forUpdateTs, 0, Timestamps.of(this.request.getMinCommitTs()), false, List.of(),
				List.of());
	}

	private void checkRecords(Mutation mutation, KeyRecords key) {
		Write newest = key.newest(Timestamps.LATEST);
		if (newest == null) {
			return;
		}
		if (newest.commitTs() > this.forUpdateTs) {
			throw new KeyErrorException(KeyErrors.conflict(key.key(), this.request.getPrimaryLock(), this.startTs,
					newest, ConflictReason.PESSIMISTIC_RETRY));
		}
		Write atStart = key.newest(this.startTs);
		if (atStart != null && atStart.rollsBack(this.startTs)) {
			throw new KeyErrorException(KeyErrors.abort("PessimisticLockRolledBack", "start_ts: " + this.startTs));
		}
		if (mutation.getAssertion() == Assertion.NotExist && isValue(key.newestData(Timestamps.LATEST))) {
			throw new KeyErrorException(KeyErrors.alreadyExists(key.key()));
		}
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
