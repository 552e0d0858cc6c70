package io.tito.embedded.mvcc;

import java.util.List;

import io.tito.embedded.storage.Lock;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * How the transaction of a prewrite is to be committed, and the commit timestamp this
 * gives: by two phases, by its locks (async), or by the prewrite itself (one phase). The
 * latter two fall back to the first if a bound or an older lock does not allow them.
 */
final class CommitMode {

	private final PrewriteRequest request;

	private final long startTs;

	private final boolean onePhase;

	private final boolean async;

	private boolean fallenBack;

	private long minCommitTs;

	CommitMode(PrewriteRequest request, long startTs) {
		this.request = request;
		this.startTs = startTs;
		this.onePhase = request.getTryOnePc();
		this.async = request.getUseAsyncCommit();
	}

	boolean isOnePhase() {
		return this.onePhase && !this.fallenBack;
	}

	boolean isAsync() {
		return this.async && !this.onePhase && !this.fallenBack;
	}

	/**
	 * The commit timestamp, or the least one of an async commit; 0 after a fallback.
	 * @return the timestamp
	 */
	long minCommitTs() {
		return this.fallenBack ? 0 : this.minCommitTs;
	}

	/**
	 * Fit a new lock into the mode.
	 * @param key its key
	 * @param lock a plain lock
	 * @param maxTs the greatest timestamp read at
	 * @return the lock to write, its least commit timestamp set
	 */
	Lock fit(ByteString key, Lock lock, long maxTs) {
		if (!isOnePhase() && !isAsync()) {
			return lock;
		}
		long least = leastCommitTs(lock, maxTs);
		if (isAboveMaximum(least)) {
			this.fallenBack = true;
			return lock;
		}
		contribute(least);
		return isAsync() ? asyncCommitLock(key, lock, least) : lock.withMinCommitTs(least);
	}

	private long leastCommitTs(Lock lock, long maxTs) {
		long above = Math.max(Math.max(maxTs, this.startTs), lock.forUpdateTs()) + 1;
		return Math.max(lock.minCommitTs(), above);
	}

	private boolean isAboveMaximum(long commitTs) {
		long maximum = Timestamps.of(this.request.getMaxCommitTs());
		return maximum != 0 && commitTs > maximum;
	}

	private Lock asyncCommitLock(ByteString key, Lock lock, long least) {
		List<ByteString> secondaries = key.equals(lock.primary()) ? this.request.getSecondariesList() : List.of();
		return new Lock(lock.type(), lock.primary(), lock.startTs(), lock.ttl(), lock.value(), lock.forUpdateTs(),
				lock.txnSize(), least, true, secondaries, lock.rollbackTs());
	}

	/**
	 * Account for a key that this transaction had locked before: a repeated request.
	 * @param own the lock that is there
	 */
	void meetOwnPrewriteLock(Lock own) {
		if (isAsync() && own.asyncCommit()) {
			contribute(own.minCommitTs());
		}
		else {
			this.fallenBack = true;
		}
	}

	/**
	 * Account for a key that is only checked: nothing of it is stored, so that what was
	 * read does not matter.
	 */
	void passCheckNotExists() {
		contribute(Math.max(Timestamps.of(this.request.getMinCommitTs()), this.startTs + 1));
	}

	private void contribute(long timestamp) {
		this.minCommitTs = Math.max(this.minCommitTs, timestamp);
	}

}
