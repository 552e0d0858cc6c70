package io.tito.embedded.mvcc;

import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.LockType;
import io.tito.embedded.storage.Write;
import org.tikv.kvproto.Kvrpcpb.AlreadyExist;
import org.tikv.kvproto.Kvrpcpb.Assertion;
import org.tikv.kvproto.Kvrpcpb.AssertionFailed;
import org.tikv.kvproto.Kvrpcpb.CommitTsExpired;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.LockInfo;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.TxnNotFound;
import org.tikv.kvproto.Kvrpcpb.WriteConflict;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * The errors of the protocol, in the fields in which TiKV puts them.
 */
final class KeyErrors {

	private KeyErrors() {
	}

	static KeyError locked(ByteString key, Lock lock) {
		return KeyError.newBuilder().setLocked(lockInfo(key, lock)).build();
	}

	static LockInfo lockInfo(ByteString key, Lock lock) {
		return LockInfo.newBuilder()
			.setKey(key)
			.setPrimaryLock(lock.primary())
			.setLockVersion(lock.startTs())
			.setLockTtl(lock.ttl())
			.setLockType(op(lock.type()))
			.setLockForUpdateTs(lock.forUpdateTs())
			.setTxnSize(lock.txnSize())
			.setMinCommitTs(lock.minCommitTs())
			.setUseAsyncCommit(lock.asyncCommit())
			.addAllSecondaries(lock.secondaries())
			.build();
	}

	static Op op(LockType type) {
		return switch (type) {
			case PUT -> Op.Put;
			case DELETE -> Op.Del;
			case LOCK -> Op.Lock;
			case PESSIMISTIC -> Op.PessimisticLock;
		};
	}

	static KeyError conflict(ByteString key, ByteString primary, long startTs, Write other, ConflictReason reason) {
		WriteConflict conflict = WriteConflict.newBuilder()
			.setStartTs(startTs)
			.setConflictTs(other.startTs())
			.setConflictCommitTs(other.commitTs())
			.setKey(key)
			.setPrimary(primary)
			.setUnknownFields(NewerFields.conflict(reason))
			.build();
		return KeyError.newBuilder()
			.setConflict(conflict)
			.setRetryable("WriteConflict { start_ts: " + startTs + ", conflict_start_ts: " + other.startTs()
					+ ", conflict_commit_ts: " + other.commitTs() + ", reason: " + reason + " }")
			.build();
	}

	static KeyError alreadyExists(ByteString key) {
		return KeyError.newBuilder().setAlreadyExist(AlreadyExist.newBuilder().setKey(key)).build();
	}

	static KeyError assertionFailed(ByteString key, long startTs, Assertion assertion, long existingStartTs,
			long existingCommitTs) {
		return KeyError.newBuilder()
			.setAssertionFailed(AssertionFailed.newBuilder()
				.setKey(key)
				.setStartTs(startTs)
				.setAssertion(assertion)
				.setExistingStartTs(existingStartTs)
				.setExistingCommitTs(existingCommitTs))
			.build();
	}

	static KeyError lockNotFound(ByteString key, long startTs, long commitTs) {
		return KeyError.newBuilder()
			.setUnknownFields(NewerFields.txnLockNotFound(key))
			.setRetryable("TxnLockNotFound { start_ts: " + startTs + ", commit_ts: " + commitTs + " }")
			.build();
	}

	static KeyError commitTsExpired(ByteString key, Lock lock, long commitTs) {
		return KeyError.newBuilder()
			.setCommitTsExpired(CommitTsExpired.newBuilder()
				.setKey(key)
				.setStartTs(lock.startTs())
				.setAttemptedCommitTs(commitTs)
				.setMinCommitTs(lock.minCommitTs()))
			.build();
	}

	static KeyError primaryMismatch(ByteString key, Lock lock) {
		return KeyError.newBuilder().setUnknownFields(NewerFields.primaryMismatch(lockInfo(key, lock))).build();
	}

	static KeyError txnNotFound(long startTs, ByteString primary) {
		return KeyError.newBuilder()
			.setTxnNotFound(TxnNotFound.newBuilder().setStartTs(startTs).setPrimaryKey(primary))
			.build();
	}

	/**
	 * Every other error: TiKV's debug text, by whose name clients tell them apart.
	 * @param name the name
	 * @param details what else the text says
	 * @return the error
	 */
	static KeyError abort(String name, String details) {
		return KeyError.newBuilder().setAbort(name + " { " + details + " }").build();
	}

}
