package io.tito.embedded.mvcc;

import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.LockType;
import io.tito.embedded.storage.Write;
import io.tito.embedded.storage.WriteType;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.IsolationLevel;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * What a read at one timestamp sees of a key, and which locks stand in its way.
 */
final class ReadRules {

	private final Context context;

	private final long readTs;

	ReadRules(Context context, long readTs) {
		this.context = context;
		this.readTs = readTs;
	}

	/**
	 * The value that the read sees.
	 * @param key the key's records
	 * @return the value, or null if there is none
	 * @throws KeyErrorException if a lock or, for a checking read, a newer version is in
	 * the way
	 */
	@Nullable ByteString value(KeyRecords key) {
		Lock lock = key.lock();
		if (lock != null && mindsLocks() && !isIgnored(lock, key.key())) {
			if (isReadThrough(lock)) {
				return valueOf(lock);
			}
			throw lockInTheWay(key.key(), lock);
		}
		if (this.context.getIsolationLevel() == IsolationLevel.RCCheckTS) {
			checkNothingNewer(key);
		}
		Write write = key.newestData(this.readTs);
		return (write != null && write.type() == WriteType.PUT) ? write.value() : null;
	}

	private boolean mindsLocks() {
		return this.context.getIsolationLevel() == IsolationLevel.SI;
	}

	private boolean isIgnored(Lock lock, ByteString key) {
		return startsAfterTheRead(lock) || writesNothing(lock) || commitsAfterTheRead(lock) || isResolved(lock)
				|| isPrimaryOfLatestRead(lock, key);
	}

	private boolean startsAfterTheRead(Lock lock) {
		return lock.startTs() > this.readTs;
	}

	private static boolean writesNothing(Lock lock) {
		return lock.type() == LockType.LOCK || lock.type() == LockType.PESSIMISTIC;
	}

	private boolean commitsAfterTheRead(Lock lock) {
		return lock.minCommitTs() > this.readTs;
	}

	private boolean isResolved(Lock lock) {
		return this.context.getResolvedLocksList().contains(lock.startTs());
	}

	// the leader may know more than a replica about what is the latest
	private boolean isLatestReadOfReplica() {
		return this.readTs == Timestamps.LATEST && this.context.getReplicaRead();
	}

	// a read of the latest version may say that it came before the commit of the primary
	private boolean isPrimaryOfLatestRead(Lock lock, ByteString key) {
		return this.readTs == Timestamps.LATEST && !isLatestReadOfReplica() && !lock.asyncCommit()
				&& key.equals(lock.primary());
	}

	private boolean isReadThrough(Lock lock) {
		return !isLatestReadOfReplica() && this.context.getCommittedLocksList().contains(lock.startTs());
	}

	private static @Nullable ByteString valueOf(Lock lock) {
		return (lock.type() == LockType.PUT) ? lock.value() : null;
	}

	private static KeyErrorException lockInTheWay(ByteString key, Lock lock) {
		return new KeyErrorException(KeyErrors.locked(key, lock));
	}

	private void checkNothingNewer(KeyRecords key) {
		Lock lock = key.lock();
		if (lock != null && !writesNothing(lock) && !isResolved(lock)) {
			Write pending = Write.committed(WriteType.PUT, lock.startTs(), 0, ByteString.EMPTY, false);
			throw newer(key.key(), lock.primary(), pending);
		}
		Write newest = key.newestData(Timestamps.LATEST);
		if (newest != null && newest.commitTs() > this.readTs) {
			throw newer(key.key(), ByteString.EMPTY, newest);
		}
	}

	private KeyErrorException newer(ByteString key, ByteString primary, Write other) {
		KeyError error = KeyErrors.conflict(key, primary, Timestamps.toWire(this.readTs), other,
				ConflictReason.RC_CHECK_TS);
		return new KeyErrorException(error);
	}

}
