package io.tito.embedded.mvcc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import io.tito.embedded.storage.KeyRecords;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * KvPrewrite: what holds for the whole request.
 * <p>
 * Either all mutations are written or none. Locks in the way are collected over all keys,
 * a failed assertion goes before them, any other error ends the command at once. A
 * request of a transaction that has been committed succeeds again.
 */
final class Prewrite {

	private static final int SORTED_FROM = 13;

	private static final int MAX_ENCODED_KEY = 8 * 1024;

	private final PrewriteRequest request;

	private final Batch batch;

	private final long startTs;

	private final CommitMode mode;

	private final PrewriteKey rules;

	private final List<Long> actions;

	private final Map<Integer, Long> forUpdateTsConstraints;

	private final List<PrewriteKey.NewLock> locks = new ArrayList<>();

	private final List<KeyError> locked = new ArrayList<>();

	private @Nullable KeyErrorException failedAssertion;

	Prewrite(PrewriteRequest request, Batch batch) {
		this.request = request;
		this.batch = batch;
		this.startTs = Timestamps.of(request.getStartVersion());
		this.mode = new CommitMode(request, this.startTs);
		this.rules = new PrewriteKey(request, this.mode, batch.maxTs());
		this.forUpdateTsConstraints = this.rules.isPessimistic() ? NewerFields.forUpdateTsConstraints(request)
				: Map.of();
		this.actions = this.rules.isPessimistic() ? NewerFields.pessimisticActions(request) : List.of();
	}

	PrewriteResponse run() {
		checkActions();
		checkMaxTsIsSynced();
		List<Mutation> mutations = sortedIfMany();
		for (int i = 0; i < mutations.size(); i++) {
			checkSize(mutations.get(i).getKey());
			long committed = prewriteUnlessCommitted(mutations.get(i), i);
			if (committed > 0) {
				return repeatedAfterCommit(committed);
			}
		}
		if (this.failedAssertion != null) {
			throw this.failedAssertion;
		}
		if (!this.locked.isEmpty()) {
			return PrewriteResponse.newBuilder().addAllErrors(this.locked).build();
		}
		return this.mode.isOnePhase() ? commitInOnePhase() : writeLocks();
	}

	// what was read before the leader moved could be above the commit timestamp
	private void checkMaxTsIsSynced() {
		if (this.request.getTryOnePc() || this.request.getUseAsyncCommit()) {
			this.batch.maxTs().checkSynced();
		}
	}

	private List<Mutation> sortedIfMany() {
		if (this.rules.isPessimistic() || this.request.getMutationsCount() < SORTED_FROM) {
			return this.request.getMutationsList();
		}
		List<Mutation> sorted = new ArrayList<>(this.request.getMutationsList());
		sorted.sort(Comparator.comparing(Mutation::getKey, ByteString.unsignedLexicographicalComparator()));
		return sorted;
	}

	// TiKV silently drops the mutations for which there is no action
	private void checkActions() {
		if (!this.actions.isEmpty() && this.actions.size() < this.request.getMutationsCount()) {
			throw new KeyErrorException(KeyErrors.abort("InvalidRequest", "pessimistic_actions: " + this.actions.size()
					+ ", mutations: " + this.request.getMutationsCount()));
		}
	}

	private PessimisticAction action(int index) {
		return this.actions.isEmpty() ? PessimisticAction.SKIP_PESSIMISTIC_CHECK
				: PessimisticAction.of(this.actions.get(index));
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
	 * @param index its place in the request
	 * @return the commit timestamp if the transaction turned out to be committed, else 0
	 */
	private long prewriteUnlessCommitted(Mutation mutation, int index) {
		KeyRecords key = this.batch.records(mutation.getKey());
		try {
			PrewriteKey.NewLock lock = this.rules.prewrite(mutation, key, action(index),
					this.forUpdateTsConstraints.get(index));
			if (lock != null) {
				this.locks.add(lock);
			}
			return 0;
		}
		catch (KeyErrorException ex) {
			if (mayBeRepeated(ex.error())
					&& TxnRecord.find(key, this.startTs) instanceof TxnRecord.Committed committed) {
				return committed.commitTs();
			}
			collectLocksAndAssertions(ex);
			return 0;
		}
	}

	private boolean mayBeRepeated(KeyError error) {
		return error.hasLocked() || error.getAbort().startsWith(PrewriteKey.LOCK_NOT_FOUND)
				|| (error.hasConflict() && error.getConflict().getConflictCommitTs() > this.startTs);
	}

	private void collectLocksAndAssertions(KeyErrorException failure) {
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

	private PrewriteResponse writeLocks() {
		this.locks.forEach((lock) -> this.batch.putLock(lock.key(), lock.lock()));
		return PrewriteResponse.newBuilder().setMinCommitTs(this.mode.isAsync() ? this.mode.minCommitTs() : 0).build();
	}

	private PrewriteResponse commitInOnePhase() {
		long commitTs = this.mode.minCommitTs();
		this.locks.forEach((lock) -> commit(lock, commitTs));
		return PrewriteResponse.newBuilder().setOnePcCommitTs(commitTs).build();
	}

	private void commit(PrewriteKey.NewLock lock, long commitTs) {
		this.batch.putWrite(lock.key(), CommitRules.record(lock.lock(), commitTs));
		if (lock.replaces()) {
			this.batch.removeLock(lock.key());
		}
	}

	private PrewriteResponse repeatedAfterCommit(long commitTs) {
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
