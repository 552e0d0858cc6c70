package io.tito.client.internal.txn.commit;

import java.util.List;

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
 */
record Job(Timestamp start, Timestamp base, Key primary, List<Write> writes, long bytes, @Nullable Timestamp promptEnd,
		long ttlMillis) {

	boolean locks() {
		return this.writes.stream().anyMatch(Write::locks);
	}

	List<Key> lockedKeys() {
		return this.writes.stream().filter(Write::locks).map(Write::key).toList();
	}

	Kvrpcpb.PrewriteRequest prewrite(Shard<Write> shard, boolean onePhase, boolean resend) {
		Kvrpcpb.PrewriteRequest.Builder request = Kvrpcpb.PrewriteRequest.newBuilder()
			.setContext(context(shard.region(), resend))
			.setPrimaryLock(Locks.bytes(this.primary))
			.setStartVersion(this.start.value())
			.setLockTtl(this.ttlMillis)
			.setTxnSize(shard.items().size())
			.setMinCommitTs(this.base.next().value())
			.setTryOnePc(onePhase);
		if (onePhase && this.promptEnd != null) {
			request.setMaxCommitTs(this.promptEnd.value());
		}
		shard.items().forEach((write) -> request.addMutations(mutation(write)));
		return request.build();
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

	Kvrpcpb.TxnHeartBeatRequest heartbeat(Region region, long ttl) {
		return Kvrpcpb.TxnHeartBeatRequest.newBuilder()
			.setContext(region.context())
			.setPrimaryLock(Locks.bytes(this.primary))
			.setStartVersion(this.start.value())
			.setAdviseLockTtl(ttl)
			.build();
	}

}
