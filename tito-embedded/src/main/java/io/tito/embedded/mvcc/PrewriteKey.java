package io.tito.embedded.mvcc;

import java.util.List;

import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.LockType;
import io.tito.embedded.storage.Write;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * The rules of a prewrite for one of its keys: which locks are in the way, what is
 * checked, which lock is written.
 */
final class PrewriteKey {

	static final String LOCK_NOT_FOUND = "PessimisticLockNotFound";

	private final PrewriteRequest request;

	private final CommitMode mode;

	private final MaxTimestamp maxTs;

	private final PrewriteChecks checks;

	private final long startTs;

	private final long forUpdateTs;

	/**
	 * A lock to write.
	 *
	 * @param key its key
	 * @param lock the lock
	 * @param replaces whether the transaction has a pessimistic lock there
	 */
	record NewLock(ByteString key, Lock lock, boolean replaces) {
	}

	PrewriteKey(PrewriteRequest request, CommitMode mode, MaxTimestamp maxTs) {
		this.request = request;
		this.mode = mode;
		this.maxTs = maxTs;
		this.checks = new PrewriteChecks(request);
		this.startTs = Timestamps.of(request.getStartVersion());
		this.forUpdateTs = Timestamps.of(request.getForUpdateTs());
	}

	boolean isPessimistic() {
		return this.forUpdateTs > 0;
	}

	/**
	 * Prewrite a key.
	 * @param mutation what is to be written
	 * @param key the key's records
	 * @param action what a pessimistic transaction has to check
	 * @param expected the {@code for_update_ts} that its pessimistic lock is to have,
	 * null if that does not matter
	 * @return the lock to write, or null if there is none to write
	 * @throws KeyErrorException if something is in the way
	 */
	@Nullable NewLock prewrite(Mutation mutation, KeyRecords key, PessimisticAction action, @Nullable Long expected) {
		raiseMaxTsToSeeAbsence(mutation);
		checkNotExistsIsOptimistic(mutation);
		Lock present = key.lock();
		if (present != null) {
			checkPresent(present, key.key(), action);
			checkForUpdateTsConstraint(present, expected);
			if (!present.isPessimistic()) {
				this.mode.meetOwnPrewriteLock(present);
				return null;
			}
		}
		boolean lockLost = present == null && action == PessimisticAction.DO_PESSIMISTIC_CHECK;
		if (lockLost) {
			amendLostLock(key);
		}
		this.checks.check(mutation, key, action, lockLost);
		if (mutation.getOp() == Op.CheckNotExists) {
			this.mode.passCheckNotExists();
			return null;
		}
		Lock lock = newLock(mutation);
		if (present != null) {
			lock = replaceOwnPessimisticLock(present, lock);
		}
		return new NewLock(key.key(), this.mode.fit(key.key(), lock, this.maxTs.get()), present != null);
	}

	// the absence of a value is read
	private void raiseMaxTsToSeeAbsence(Mutation mutation) {
		if (PrewriteChecks.mustNotExist(mutation)) {
			this.maxTs.raise(this.startTs);
		}
	}

	private void checkNotExistsIsOptimistic(Mutation mutation) {
		if (isPessimistic() && mutation.getOp() == Op.CheckNotExists) {
			throw new KeyErrorException(KeyErrors.abort("cannot handle checkNotExists in pessimistic prewrite",
					"start_ts: " + this.startTs));
		}
	}

	private void checkPresent(Lock present, ByteString key, PessimisticAction action) {
		if (present.startTs() != this.startTs) {
			throw (action == PessimisticAction.DO_PESSIMISTIC_CHECK) ? ownLockLostToAnother()
					: lockOfAnother(present, key);
		}
		if (present.isPessimistic() && !isPessimistic()) {
			throw ownPessimisticLockIsUnexpected();
		}
	}

	// the transaction was told of another lock of its own
	private void checkForUpdateTsConstraint(Lock own, @Nullable Long expected) {
		if (expected != null && own.isPessimistic() && own.forUpdateTs() != expected) {
			throw lockNotFound(this.startTs, "LockForUpdateTsMismatch");
		}
	}

	// without a time to live: whoever holds all other locks may resolve it at once
	private KeyErrorException lockOfAnother(Lock present, ByteString key) {
		return new KeyErrorException(KeyErrors.locked(key, isPessimistic() ? present.withTtl(0) : present));
	}

	private KeyErrorException ownLockLostToAnother() {
		return lockNotFound(this.startTs, "LockTsMismatch");
	}

	private KeyErrorException ownPessimisticLockIsUnexpected() {
		return new KeyErrorException(KeyErrors.abort("LockTypeNotMatch", "start_ts: " + this.startTs));
	}

	// pessimistic locks can get lost; if nothing was written since, the loss does not
	// matter
	private void amendLostLock(KeyRecords key) {
		Write newest = key.newest(Timestamps.LATEST);
		if (newest != null && newest.commitTs() >= this.startTs) {
			throw lockNotFound(this.startTs, "LockMissingAmendFail");
		}
	}

	static KeyErrorException lockNotFound(long startTs, String reason) {
		return new KeyErrorException(KeyErrors.abort(LOCK_NOT_FOUND, "start_ts: " + startTs + ", reason: " + reason));
	}

	private Lock newLock(Mutation mutation) {
		return new Lock(lockType(mutation.getOp()), this.request.getPrimaryLock(), this.startTs,
				this.request.getLockTtl(), mutation.getValue(), this.forUpdateTs, this.request.getTxnSize(),
				Timestamps.of(this.request.getMinCommitTs()), false, List.of(), List.of());
	}

	// heartbeats and readers may have moved the limits of the pessimistic lock
	private static Lock replaceOwnPessimisticLock(Lock own, Lock lock) {
		return lock.notLessThan(own);
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

}
