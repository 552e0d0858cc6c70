package io.tito.client.internal.txn.commit;

import java.util.List;

import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.Timestamp;
import io.tito.client.internal.region.Region;
import io.tito.client.internal.request.Shard;
import io.tito.client.internal.txn.lock.Locks;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.shade.com.google.protobuf.UnsafeByteOperations;

/**
 * A commit whose writes are complete, and the requests that it is made of.
 *
 * @param start the start timestamp
 * @param base the base timestamp, the start timestamp if it does without
 * @param primary the key whose lock decides
 * @param writes all writes, in the order of keys
 * @param bytes their size
 * @param promptEnd the last commit timestamp that needs nothing more, or null
 * @param ttlMillis how long its locks live, from the start timestamp on
 * @param fastest the fastest way to commit that may be tried
 * @param forUpdate the greatest timestamp that keys were locked at before, all of them,
 * or null if none was
 */
record Job(Timestamp start, Timestamp base, Key primary, List<Write> writes, long bytes, @Nullable Timestamp promptEnd,
		long ttlMillis, Protocol fastest, @Nullable Timestamp forUpdate) {

	/**
	 * Beyond this the primary lock would get large, and with it each question about it.
	 */
	private static final int ASYNC_KEYS = 256;

	private static final int ASYNC_KEY_BYTES = 4 << 10;

	/**
	 * Up to here one request may hold a whole transaction. The limit of the store is one
	 * entry of its log (8 MiB); far below it, as such a request holds up all others of
	 * its region and is repeated whole if it fails.
	 */
	private static final long ONE_PHASE_BYTES = 512 << 10;

	/**
	 * The same for keys that are all held, where absence was checked already.
	 */
	Job held(Timestamp lockedAt) {
		return new Job(this.start, this.base, this.primary, this.writes.stream().map(Write::held).toList(), this.bytes,
				this.promptEnd, this.ttlMillis, this.fastest, lockedAt);
	}

	boolean mayBeOnePhase() {
		return this.fastest == Protocol.ONE_PHASE && this.bytes <= ONE_PHASE_BYTES && locks();
	}

	/**
	 * A resolver could commit a pessimistic transaction late, beyond what its bound
	 * promised.
	 */
	boolean mayBeAsync() {
		boolean bounded = this.forUpdate != null && this.promptEnd != null;
		return !bounded && this.fastest != Protocol.TWO_PHASE && this.writes.size() <= ASYNC_KEYS && locks()
				&& this.writes.stream().mapToInt((write) -> write.key().length()).sum() <= ASYNC_KEY_BYTES;
	}

	boolean locks() {
		for (Write write : this.writes) {
			if (write.locks()) {
				return true;
			}
		}
		return false;
	}

	List<Key> lockedKeys() {
		return this.writes.stream().filter(Write::locks).map(Write::key).toList();
	}

	Kvrpcpb.PrewriteRequest prewrite(Shard<Write> shard, Protocol protocol, boolean resend) {
		Kvrpcpb.PrewriteRequest.Builder request = Kvrpcpb.PrewriteRequest.newBuilder()
			.setContext(context(shard.region(), resend))
			.setPrimaryLock(Locks.bytes(this.primary))
			.setStartVersion(this.start.value())
			.setLockTtl(this.ttlMillis)
			.setTxnSize(shard.items().size())
			.setMinCommitTs(minCommit().value())
			.setTryOnePc(protocol == Protocol.ONE_PHASE)
			.setUseAsyncCommit(protocol == Protocol.ASYNC_COMMIT);
		if (protocol != Protocol.TWO_PHASE && this.promptEnd != null) {
			request.setMaxCommitTs(this.promptEnd.value());
		}
		if (this.forUpdate != null) {
			request.setForUpdateTs(this.forUpdate.value());
		}
		for (Write write : shard.items()) {
			request.addMutations(mutation(write));
			if (this.forUpdate != null) {
				request.addIsPessimisticLock(true);
			}
			if (protocol == Protocol.ASYNC_COMMIT && write.key().equals(this.primary)) {
				addSecondaries(request);
			}
		}
		return request.build();
	}

	private Timestamp minCommit() {
		Timestamp locked = this.forUpdate;
		return (locked != null && locked.isAfter(this.base)) ? locked.next() : this.base.next();
	}

	private void addSecondaries(Kvrpcpb.PrewriteRequest.Builder request) {
		for (Write write : this.writes) {
			if (write.locks() && !write.key().equals(this.primary)) {
				request.addSecondaries(Locks.bytes(write.key()));
			}
		}
	}

	private static Kvrpcpb.Context context(Region region, boolean resend) {
		return resend ? region.context().toBuilder().setIsRetryRequest(true).build() : region.context();
	}

	private static Kvrpcpb.Mutation mutation(Write write) {
		return Kvrpcpb.Mutation.newBuilder()
			.setOp(operation(write.kind()))
			.setKey(Locks.bytes(write.key()))
			.setValue(UnsafeByteOperations.unsafeWrap(write.value()))
			.build();
	}

	private static Op operation(Write.Kind kind) {
		return switch (kind) {
			case PUT -> Op.Put;
			case INSERT -> Op.Insert;
			case DELETE -> Op.Del;
			case LOCK -> Op.Lock;
			case CHECK_ABSENT -> Op.CheckNotExists;
		};
	}

	Kvrpcpb.CommitRequest commit(Shard<Key> shard, Timestamp commit) {
		Kvrpcpb.CommitRequest.Builder request = Kvrpcpb.CommitRequest.newBuilder()
			.setContext(shard.region().context())
			.setStartVersion(this.start.value())
			.setCommitVersion(commit.value());
		shard.items().forEach((key) -> request.addKeys(Locks.bytes(key)));
		return request.build();
	}

	Kvrpcpb.BatchRollbackRequest rollback(Shard<Key> shard) {
		Kvrpcpb.BatchRollbackRequest.Builder request = Kvrpcpb.BatchRollbackRequest.newBuilder()
			.setContext(shard.region().context())
			.setStartVersion(this.start.value());
		shard.items().forEach((key) -> request.addKeys(Locks.bytes(key)));
		return request.build();
	}

}
