package io.tito.embedded.mvcc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.LockType;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * KvPrewrite of an optimistic transaction.
 * <p>
 * Either all mutations are written or none. Locks in the way are collected over all keys,
 * any other error ends the command at once. A request of a transaction that has been
 * committed succeeds again.
 */
final class Prewrite {

	private static final int SORTED_FROM = 13;

	private static final int MAX_ENCODED_KEY = 8 * 1024;

	private final PrewriteRequest request;

	private final Batch batch;

	private final long startTs;

	private final PrewriteChecks checks;

	private final CommitMode mode;

	private final List<NewLock> locks = new ArrayList<>();

	private final List<KeyError> locked = new ArrayList<>();

	private @Nullable KeyErrorException failedAssertion;

	private record NewLock(ByteString key, Lock lock) {
	}

	Prewrite(PrewriteRequest request, Batch batch) {
		this.request = request;
		this.batch = batch;
		this.startTs = Timestamps.of(request.getStartVersion());
		this.checks = new PrewriteChecks(request, this.startTs);
		this.mode = new CommitMode(request, this.startTs);
	}

	PrewriteResponse run() {
		for (Mutation mutation : mutations()) {
			checkSize(mutation.getKey());
			long committed = prewriteUnlessCommitted(mutation);
			if (committed > 0) {
				return committedBefore(committed);
			}
		}
		if (!this.locked.isEmpty()) {
			return PrewriteResponse.newBuilder().addAllErrors(this.locked).build();
		}
		if (this.failedAssertion != null) {
			throw this.failedAssertion;
		}
		return write();
	}

	private List<Mutation> mutations() {
		if (this.request.getMutationsCount() < SORTED_FROM) {
			return this.request.getMutationsList();
		}
		List<Mutation> sorted = new ArrayList<>(this.request.getMutationsList());
		sorted.sort(Comparator.comparing(Mutation::getKey, ByteString.unsignedLexicographicalComparator()));
		return sorted;
	}

	private static void checkSize(ByteString key) {
		int encoded = (key.size() / 8 + 1) * 9;
		if (encoded > MAX_ENCODED_KEY) {
			throw new KeyErrorException(
					KeyErrors.abort("KeyTooLarge", "size: " + encoded + ", limit: " + MAX_ENCODED_KEY));
		}
	}

	/**
	 * Prewrite one mutation.
	 * @param mutation the mutation
	 * @return the commit timestamp if the transaction turned out to be committed, else 0
	 */
	private long prewriteUnlessCommitted(Mutation mutation) {
		KeyRecords key = this.batch.records(mutation.getKey());
		try {
			prewrite(mutation, key);
			return 0;
		}
		catch (KeyErrorException ex) {
			if (mayBeRepeated(ex.error())
					&& TxnRecord.find(key, this.startTs) instanceof TxnRecord.Committed committed) {
				return committed.commitTs();
			}
			collect(ex);
			return 0;
		}
	}

	private boolean mayBeRepeated(KeyError error) {
		return error.hasLocked() || (error.hasConflict() && error.getConflict().getConflictCommitTs() > this.startTs);
	}

	private void collect(KeyErrorException failure) {
		if (failure.error().hasLocked()) {
			this.locked.add(failure.error());
		}
		else if (!failure.error().hasAssertionFailed()) {
			throw failure;
		}
		else if (this.failedAssertion == null) {
			this.failedAssertion = failure;
		}
	}

	private void prewrite(Mutation mutation, KeyRecords key) {
		if (PrewriteChecks.mustNotExist(mutation)) {
			this.batch.maxTs().raise(this.startTs);
		}
		Lock present = key.lock();
		if (present != null) {
			meet(present, key.key());
			return;
		}
		this.checks.check(mutation, key);
		if (mutation.getOp() == Op.CheckNotExists) {
			this.mode.checked();
		}
		else {
			Lock lock = this.mode.fit(key.key(), newLock(mutation), this.batch.maxTs().get());
			this.locks.add(new NewLock(key.key(), lock));
		}
	}

	private void meet(Lock present, ByteString key) {
		if (present.startTs() != this.startTs) {
			throw new KeyErrorException(KeyErrors.locked(key, present));
		}
		if (present.isPessimistic()) {
			throw new KeyErrorException(KeyErrors.abort("LockTypeNotMatch", "start_ts: " + this.startTs));
		}
		this.mode.meet(present);
	}

	private Lock newLock(Mutation mutation) {
		return new Lock(lockType(mutation.getOp()), this.request.getPrimaryLock(), this.startTs,
				this.request.getLockTtl(), mutation.getValue(), 0, this.request.getTxnSize(),
				Timestamps.of(this.request.getMinCommitTs()), false, List.of(), List.of());
	}

	private static LockType lockType(Op op) {
		return switch (op) {
			case Put, Insert -> LockType.PUT;
			case Del -> LockType.DELETE;
			case Lock -> LockType.LOCK;
			// TiKV crashes here
			default -> throw new IllegalArgumentException("mismatch Op in prewrite mutations: " + op);
		};
	}

	private PrewriteResponse write() {
		PrewriteResponse.Builder response = PrewriteResponse.newBuilder();
		if (this.mode.isOnePhase()) {
			long commitTs = this.mode.minCommitTs();
			this.locks.forEach((key) -> this.batch.putWrite(key.key, CommitRules.record(key.lock, commitTs)));
			return response.setOnePcCommitTs(commitTs).build();
		}
		this.locks.forEach((key) -> this.batch.putLock(key.key, key.lock));
		return response.setMinCommitTs(this.mode.isAsync() ? this.mode.minCommitTs() : 0).build();
	}

	private PrewriteResponse committedBefore(long commitTs) {
		PrewriteResponse.Builder response = PrewriteResponse.newBuilder();
		if (this.request.getUseAsyncCommit()) {
			response.setMinCommitTs(commitTs);
		}
		if (this.request.getTryOnePc()) {
			response.setOnePcCommitTs(commitTs);
		}
		return response.build();
	}

}
