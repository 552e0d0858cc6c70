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
 * What an optimistic prewrite checks about one key that nobody else has locked.
 */
final class PrewriteChecks {

	private final PrewriteRequest request;

	private final long startTs;

	PrewriteChecks(PrewriteRequest request, long startTs) {
		this.request = request;
		this.startTs = startTs;
	}

	/**
	 * Run the checks.
	 * @param mutation what is to be written
	 * @param key the key's records
	 * @throws KeyErrorException if one fails
	 */
	void check(Mutation mutation, KeyRecords key) {
		boolean loaded = !this.request.getSkipConstraintCheck();
		if (loaded) {
			checkConstraints(mutation, key);
		}
		if (isAsserted(mutation, loaded)) {
			checkAssertion(mutation, key, loaded);
		}
	}

	private void checkConstraints(Mutation mutation, KeyRecords key) {
		Write newest = key.newest(Timestamps.LATEST);
		if (newest == null) {
			return;
		}
		if (newest.rollsBack(this.startTs)) {
			throw conflict(key, newest, "SelfRolledBack");
		}
		// records of any type count, rollbacks and locks included
		if (newest.commitTs() > this.startTs) {
			throw conflict(key, newest, "Optimistic");
		}
		if (mustNotExist(mutation) && exists(key, newest)) {
			throw new KeyErrorException(KeyErrors.alreadyExists(key.key()));
		}
	}

	static boolean mustNotExist(Mutation mutation) {
		return mutation.getOp() == Op.Insert || mutation.getOp() == Op.CheckNotExists;
	}

	private static boolean exists(KeyRecords key, Write newest) {
		Write data = newest.type().isData() ? newest : key.newestData(newest.commitTs());
		return data != null && data.type() == WriteType.PUT;
	}

	private boolean isAsserted(Mutation mutation, boolean loaded) {
		AssertionLevel level = this.request.getAssertionLevel();
		return mutation.getAssertion() != Assertion.None
				&& (level == AssertionLevel.Strict || (level == AssertionLevel.Fast && loaded));
	}

	private void checkAssertion(Mutation mutation, KeyRecords key, boolean checked) {
		Write existing = key.newestData(Timestamps.LATEST);
		boolean exists = existing != null && existing.type() == WriteType.PUT;
		if (exists == (mutation.getAssertion() == Assertion.Exist)) {
			return;
		}
		if (!checked) {
			// the cause may be that this transaction was rolled back
			checkConstraints(mutation, key);
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

	private KeyErrorException conflict(KeyRecords key, Write other, String reason) {
		return new KeyErrorException(
				KeyErrors.conflict(key.key(), this.request.getPrimaryLock(), this.startTs, other, reason));
	}

}
