package io.tito.embedded.mvcc;

import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Write;
import io.tito.embedded.storage.WriteType;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb.Assertion;
import org.tikv.kvproto.Kvrpcpb.AssertionLevel;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;

/**
 * What a prewrite checks about the records of one key that nobody else has locked.
 */
final class PrewriteChecks {

	private final PrewriteRequest request;

	private final long startTs;

	private final long forUpdateTs;

	PrewriteChecks(PrewriteRequest request) {
		this.request = request;
		this.startTs = Timestamps.of(request.getStartVersion());
		this.forUpdateTs = Timestamps.of(request.getForUpdateTs());
	}

	/**
	 * Run the checks.
	 * @param mutation what is to be written
	 * @param key the key's records
	 * @param action what a pessimistic transaction has to check
	 * @param lockLost whether it has to check a lock that is not there
	 * @throws KeyErrorException if one fails
	 */
	void check(Mutation mutation, KeyRecords key, PessimisticAction action, boolean lockLost) {
		boolean constrained = needsConstraints(action);
		if (constrained) {
			checkConstraints(mutation, key, action);
		}
		// whoever looks for records newer than a lost lock can as well check assertions
		boolean loaded = constrained || lockLost;
		if (isAsserted(mutation, loaded)) {
			checkAssertion(mutation, key, action, loaded);
		}
	}

	// a pessimistic key that was not to be locked is checked only if the request may be
	// late
	private boolean needsConstraints(PessimisticAction action) {
		if (this.forUpdateTs == 0) {
			return !this.request.getSkipConstraintCheck();
		}
		return action == PessimisticAction.DO_CONSTRAINT_CHECK || (action == PessimisticAction.SKIP_PESSIMISTIC_CHECK
				&& this.request.getContext().getIsRetryRequest());
	}

	private void checkConstraints(Mutation mutation, KeyRecords key, PessimisticAction action) {
		// neither a conflict nor a rollback can be older than the transaction
		if (this.forUpdateTs == 0 && !mustNotExist(mutation) && !key.mayHaveSince(this.startTs)) {
			return;
		}
		Write newest = (this.forUpdateTs == 0) ? checkOptimistic(key) : checkPessimistic(key, action);
		if (newest != null && mustNotExist(mutation)) {
			checkAbsent(key, newest);
		}
	}

	private @Nullable Write checkOptimistic(KeyRecords key) {
		Write newest = key.newest(Timestamps.LATEST);
		if (newest != null) {
			checkNotRolledBack(key, newest);
			checkNothingSinceStart(key, newest, ConflictReason.OPTIMISTIC);
		}
		return newest;
	}

	private @Nullable Write checkPessimistic(KeyRecords key, PessimisticAction action) {
		Write newest = key.newest(Timestamps.LATEST);
		while (newest != null) {
			checkNotRolledBack(key, newest);
			if (action == PessimisticAction.DO_CONSTRAINT_CHECK) {
				checkNothingSinceStart(key, newest, ConflictReason.LAZY_UNIQUENESS_CHECK);
			}
			if (newest.commitTs() <= this.forUpdateTs) {
				return newest;
			}
			checkOnlyRollbacksSinceForUpdate(newest);
			newest = key.newest(newest.commitTs() - 1);
		}
		return null;
	}

	private void checkNotRolledBack(KeyRecords key, Write write) {
		if (write.rollsBack(this.startTs)) {
			throw conflict(key, write, ConflictReason.SELF_ROLLED_BACK);
		}
	}

	// records of any type count, rollbacks and locks included
	private void checkNothingSinceStart(KeyRecords key, Write newest, ConflictReason reason) {
		if (newest.commitTs() > this.startTs) {
			throw conflict(key, newest, reason);
		}
	}

	private void checkOnlyRollbacksSinceForUpdate(Write newer) {
		if (newer.type() != WriteType.ROLLBACK) {
			throw PrewriteKey.lockNotFound(this.startTs, "NonLockKeyConflict");
		}
	}

	static boolean mustNotExist(Mutation mutation) {
		return mutation.getOp() == Op.Insert || mutation.getOp() == Op.CheckNotExists;
	}

	private static void checkAbsent(KeyRecords key, Write newest) {
		Write data = newest.type().isData() ? newest : key.newestData(newest.commitTs());
		if (data != null && data.type() == WriteType.PUT) {
			throw new KeyErrorException(KeyErrors.alreadyExists(key.key()));
		}
	}

	private boolean isAsserted(Mutation mutation, boolean loaded) {
		AssertionLevel level = this.request.getAssertionLevel();
		return mutation.getAssertion() != Assertion.None
				&& (level == AssertionLevel.Strict || (level == AssertionLevel.Fast && loaded));
	}

	private void checkAssertion(Mutation mutation, KeyRecords key, PessimisticAction action, boolean checked) {
		Write existing = key.newestData(Timestamps.LATEST);
		boolean exists = existing != null && existing.type() == WriteType.PUT;
		if (exists == (mutation.getAssertion() == Assertion.Exist)) {
			return;
		}
		if (!checked) {
			// the cause may be that this transaction was rolled back
			checkConstraints(mutation, key, action);
		}
		throw new KeyErrorException(KeyErrors.assertionFailed(key.key(), this.startTs, mutation.getAssertion(),
				startTs(existing), commitTs(existing)));
	}

	private static long startTs(@Nullable Write write) {
		return (write != null) ? write.startTs() : 0;
	}

	private static long commitTs(@Nullable Write write) {
		return (write != null) ? write.commitTs() : 0;
	}

	private KeyErrorException conflict(KeyRecords key, Write other, ConflictReason reason) {
		return new KeyErrorException(
				KeyErrors.conflict(key.key(), this.request.getPrimaryLock(), this.startTs, other, reason));
	}

}
