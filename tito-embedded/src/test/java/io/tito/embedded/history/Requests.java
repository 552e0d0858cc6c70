package io.tito.embedded.history;

import java.util.List;

import org.tikv.kvproto.Kvrpcpb.Assertion;
import org.tikv.kvproto.Kvrpcpb.BatchGetRequest;
import org.tikv.kvproto.Kvrpcpb.BatchRollbackRequest;
import org.tikv.kvproto.Kvrpcpb.CheckSecondaryLocksRequest;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusRequest;
import org.tikv.kvproto.Kvrpcpb.CleanupRequest;
import org.tikv.kvproto.Kvrpcpb.CommitRequest;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.GetRequest;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockRequest;
import org.tikv.kvproto.Kvrpcpb.PessimisticRollbackRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.Kvrpcpb.ResolveLockRequest;
import org.tikv.kvproto.Kvrpcpb.ScanLockRequest;
import org.tikv.kvproto.Kvrpcpb.ScanRequest;
import org.tikv.kvproto.Kvrpcpb.TxnHeartBeatRequest;
import org.tikv.kvproto.Kvrpcpb.TxnInfo;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet;

/**
 * Steps as messages, with the keys and timestamps that one run of a history has.
 */
final class Requests {

	private static final int VERIFY_IS_PRIMARY = 9;

	private static final int LOCK_ONLY_IF_EXISTS = 13;

	private final Context context;

	private final String prefix;

	private final long base;

	Requests(Context context, String prefix, long base) {
		this.context = context;
		this.prefix = prefix;
		this.base = base;
	}

	ByteString key(String name) {
		return ByteString.copyFromUtf8(this.prefix + name);
	}

	private List<ByteString> keys(List<String> names) {
		return names.stream().map(this::key).toList();
	}

	long ts(long timestamp) {
		return Time.onWire(timestamp, this.base);
	}

	private List<Long> all(List<Long> timestamps) {
		return timestamps.stream().map(this::ts).toList();
	}

	PrewriteRequest maxTsProbe(String key) {
		return PrewriteRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(this.base - 1)
			.setPrimaryLock(key(key))
			.setUseAsyncCommit(true)
			.addMutations(Mutation.newBuilder().setOp(Op.Lock).setKey(key(key)))
			.build();
	}

	PrewriteRequest of(Step.Prewrite step) {
		PrewriteRequest.Builder request = PrewriteRequest.newBuilder()
			.setContext(this.context.toBuilder().setIsRetryRequest(step.retry()))
			.setStartVersion(ts(step.start()))
			.setPrimaryLock(key(step.primary()))
			.setLockTtl(step.ttl())
			.setTxnSize(step.changes().size())
			.setForUpdateTs(ts(step.forUpdate()))
			.setMinCommitTs(ts(step.minCommit()))
			.setMaxCommitTs(ts(step.maxCommit()))
			.setUseAsyncCommit(step.async())
			.setTryOnePc(step.onePhase())
			.addAllSecondaries(keys(step.secondaries()))
			.setAssertionLevel(step.level());
		for (Step.Change change : step.changes()) {
			request.addMutations(mutation(change));
			if (step.pessimistic()) {
				request.addIsPessimisticLock(change.expectsLock());
			}
		}
		return request.build();
	}

	private Mutation mutation(Step.Change change) {
		return Mutation.newBuilder()
			.setOp(change.op())
			.setKey(key(change.key()))
			.setValue(ByteString.copyFromUtf8(change.value()))
			.setAssertion(change.assertion())
			.build();
	}

	CommitRequest of(Step.Commit step) {
		return CommitRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(ts(step.start()))
			.setCommitVersion(ts(step.commit()))
			.addAllKeys(keys(step.keys()))
			.build();
	}

	BatchRollbackRequest of(Step.Rollback step) {
		return BatchRollbackRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(ts(step.start()))
			.addAllKeys(keys(step.keys()))
			.build();
	}

	CleanupRequest of(Step.Cleanup step) {
		return CleanupRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(ts(step.start()))
			.setCurrentTs(ts(step.current()))
			.setKey(key(step.key()))
			.build();
	}

	CheckTxnStatusRequest of(Step.Status step) {
		return CheckTxnStatusRequest.newBuilder()
			.setContext(this.context)
			.setPrimaryKey(key(step.key()))
			.setLockTs(ts(step.start()))
			.setCallerStartTs(ts(step.caller()))
			.setCurrentTs(ts(step.current()))
			.setRollbackIfNotExist(step.rollbackIfNone())
			.setForceSyncCommit(step.forceSync())
			.setResolvingPessimisticLock(step.resolvingPessimistic())
			.setUnknownFields(flag(VERIFY_IS_PRIMARY, step.verifiesPrimary()))
			.build();
	}

	private static UnknownFieldSet flag(int field, boolean set) {
		return UnknownFieldSet.newBuilder()
			.addField(field, UnknownFieldSet.Field.newBuilder().addVarint(set ? 1 : 0).build())
			.build();
	}

	CheckSecondaryLocksRequest of(Step.Secondaries step) {
		return CheckSecondaryLocksRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(ts(step.start()))
			.addAllKeys(keys(step.keys()))
			.build();
	}

	TxnHeartBeatRequest of(Step.HeartBeat step) {
		return TxnHeartBeatRequest.newBuilder()
			.setContext(this.context)
			.setPrimaryLock(key(step.key()))
			.setStartVersion(ts(step.start()))
			.setAdviseLockTtl(step.ttl())
			.build();
	}

	PessimisticLockRequest of(Step.Lock step) {
		PessimisticLockRequest.Builder request = PessimisticLockRequest.newBuilder()
			.setContext(this.context)
			.setPrimaryLock(key(step.primary()))
			.setStartVersion(ts(step.start()))
			.setForUpdateTs(ts(step.forUpdate()))
			.setLockTtl(step.ttl())
			.setMinCommitTs(ts(step.minCommit()))
			.setWaitTimeout(-1)
			.setReturnValues(step.returnsValues())
			.setCheckExistence(step.checksExistence())
			.setUnknownFields(flag(LOCK_ONLY_IF_EXISTS, step.onlyIfExists()));
		for (String name : step.keys()) {
			Mutation.Builder mutation = Mutation.newBuilder().setOp(Op.PessimisticLock).setKey(key(name));
			if (step.mustNotExist()) {
				mutation.setAssertion(Assertion.NotExist);
			}
			request.addMutations(mutation);
		}
		return request.build();
	}

	PessimisticRollbackRequest of(Step.Unlock step) {
		return PessimisticRollbackRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(ts(step.start()))
			.setForUpdateTs(ts(step.forUpdate()))
			.addAllKeys(keys(step.keys()))
			.build();
	}

	ResolveLockRequest of(Step.Resolve step) {
		return ResolveLockRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(ts(step.start()))
			.setCommitVersion(ts(step.commit()))
			.addAllKeys(keys(step.keys()))
			.build();
	}

	ResolveLockRequest of(Step.ResolveAll step) {
		ResolveLockRequest.Builder request = ResolveLockRequest.newBuilder().setContext(this.context);
		step.commitByStart()
			.forEach((start, commit) -> request
				.addTxnInfos(TxnInfo.newBuilder().setTxn(ts(start)).setStatus(ts(commit))));
		return request.build();
	}

	ScanLockRequest of(Step.ScanLocks step) {
		return ScanLockRequest.newBuilder()
			.setContext(this.context)
			.setMaxVersion(ts(step.max()))
			.setLimit(step.limit())
			.setStartKey(key(step.from()))
			.setEndKey(key(step.to()))
			.build();
	}

	private Context context(Step.Sight sight) {
		return this.context.toBuilder()
			.setIsolationLevel(sight.isolation())
			.addAllResolvedLocks(all(sight.resolved()))
			.addAllCommittedLocks(all(sight.committed()))
			.build();
	}

	GetRequest of(Step.Get step) {
		return GetRequest.newBuilder()
			.setContext(context(step.sight()))
			.setKey(key(step.key()))
			.setVersion(ts(step.sight().at()))
			.build();
	}

	BatchGetRequest of(Step.BatchGet step) {
		return BatchGetRequest.newBuilder()
			.setContext(context(step.sight()))
			.addAllKeys(keys(step.keys()))
			.setVersion(ts(step.sight().at()))
			.build();
	}

	ScanRequest of(Step.Scan step) {
		return ScanRequest.newBuilder()
			.setContext(context(step.sight()))
			.setStartKey(key(step.descending() ? step.to() : step.from()))
			.setEndKey(key(step.descending() ? step.from() : step.to()))
			.setReverse(step.descending())
			.setKeyOnly(step.keyOnly())
			.setLimit(step.limit())
			.setVersion(ts(step.sight().at()))
			.build();
	}

}
