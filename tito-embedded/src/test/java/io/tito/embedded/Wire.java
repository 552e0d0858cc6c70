package io.tito.embedded;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.tikv.kvproto.Kvrpcpb.BatchGetRequest;
import org.tikv.kvproto.Kvrpcpb.BatchGetResponse;
import org.tikv.kvproto.Kvrpcpb.BatchRollbackRequest;
import org.tikv.kvproto.Kvrpcpb.BatchRollbackResponse;
import org.tikv.kvproto.Kvrpcpb.CheckSecondaryLocksRequest;
import org.tikv.kvproto.Kvrpcpb.CheckSecondaryLocksResponse;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusRequest;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusResponse;
import org.tikv.kvproto.Kvrpcpb.CleanupRequest;
import org.tikv.kvproto.Kvrpcpb.CleanupResponse;
import org.tikv.kvproto.Kvrpcpb.CommitRequest;
import org.tikv.kvproto.Kvrpcpb.CommitResponse;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.GetRequest;
import org.tikv.kvproto.Kvrpcpb.GetResponse;
import org.tikv.kvproto.Kvrpcpb.KvPair;
import org.tikv.kvproto.Kvrpcpb.LockInfo;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb.MvccGetByKeyRequest;
import org.tikv.kvproto.Kvrpcpb.MvccInfo;
import org.tikv.kvproto.Kvrpcpb.MvccWrite;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;
import org.tikv.kvproto.Kvrpcpb.ResolveLockRequest;
import org.tikv.kvproto.Kvrpcpb.ResolveLockResponse;
import org.tikv.kvproto.Kvrpcpb.ScanLockRequest;
import org.tikv.kvproto.Kvrpcpb.ScanLockResponse;
import org.tikv.kvproto.Kvrpcpb.ScanRequest;
import org.tikv.kvproto.Kvrpcpb.ScanResponse;
import org.tikv.kvproto.Kvrpcpb.TxnHeartBeatRequest;
import org.tikv.kvproto.Kvrpcpb.TxnHeartBeatResponse;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.ConnectivityState;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.netty.NettyChannelBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Speaks to a server with bare stubs, in the short notation of the conformance scenarios.
 * Timestamps are small numbers unless time matters.
 */
final class Wire implements AutoCloseable {

	static final long LATEST = -1L;

	static final long TTL = 3000;

	private final ManagedChannel channel;

	private final Pdpb.RequestHeader header;

	private Context context;

	Wire(String address) {
		this(NettyChannelBuilder.forTarget(address).usePlaintext());
	}

	Wire(NettyChannelBuilder builder) {
		this.channel = builder.maxInboundMessageSize(64 * 1024 * 1024).build();
		this.header = Pdpb.RequestHeader.newBuilder()
			.setClusterId(pd().getMembers(Pdpb.GetMembersRequest.getDefaultInstance()).getHeader().getClusterId())
			.build();
		this.context = contextOf("");
	}

	/**
	 * Where PD says that a key belongs.
	 */
	Context contextOf(String key) {
		Pdpb.GetRegionResponse region = region(encoded(key));
		return Context.newBuilder()
			.setRegionId(region.getRegion().getId())
			.setRegionEpoch(region.getRegion().getRegionEpoch())
			.setPeer(region.getLeader())
			.build();
	}

	/**
	 * Send everything to the region of a key from now on.
	 */
	Wire to(String key) {
		this.context = contextOf(key);
		return this;
	}

	Pdpb.GetRegionResponse region(ByteString encodedKey) {
		return pd()
			.getRegion(Pdpb.GetRegionRequest.newBuilder().setHeader(this.header).setRegionKey(encodedKey).build());
	}

	Pdpb.GetRegionResponse regionBefore(ByteString encodedKey) {
		return pd()
			.getPrevRegion(Pdpb.GetRegionRequest.newBuilder().setHeader(this.header).setRegionKey(encodedKey).build());
	}

	List<Metapb.Region> regions(String start, String end, int limit) {
		return pd()
			.scanRegions(Pdpb.ScanRegionsRequest.newBuilder()
				.setHeader(this.header)
				.setStartKey(start.isEmpty() ? ByteString.EMPTY : encoded(start))
				.setEndKey(end.isEmpty() ? ByteString.EMPTY : encoded(end))
				.setLimit(limit)
				.build())
			.getRegionsList()
			.stream()
			.map(Pdpb.Region::getRegion)
			.toList();
	}

	/**
	 * The encoded form of a key of less than eight bytes.
	 */
	static ByteString encoded(String key) {
		byte[] group = Arrays.copyOf(bytes(key).toByteArray(), 9);
		group[8] = (byte) (0xff - (8 - key.length()));
		return ByteString.copyFrom(group);
	}

	ManagedChannel channel() {
		return this.channel;
	}

	Pdpb.RequestHeader header() {
		return this.header;
	}

	Context context() {
		return this.context;
	}

	TikvGrpc.TikvBlockingStub kv() {
		return TikvGrpc.newBlockingStub(this.channel).withDeadlineAfter(20, TimeUnit.SECONDS);
	}

	PDGrpc.PDBlockingStub pd() {
		return PDGrpc.newBlockingStub(this.channel).withDeadlineAfter(20, TimeUnit.SECONDS);
	}

	static ByteString bytes(String text) {
		return ByteString.copyFromUtf8(text);
	}

	static List<ByteString> bytes(String... texts) {
		return Arrays.stream(texts).map(ByteString::copyFromUtf8).toList();
	}

	/**
	 * A timestamp at so many milliseconds.
	 */
	static long ms(long millis) {
		return millis << 18;
	}

	static Mutation.Builder mutation(Op op, String key) {
		return Mutation.newBuilder().setOp(op).setKey(bytes(key));
	}

	static Mutation put(String key, String value) {
		return mutation(Op.Put, key).setValue(bytes(value)).build();
	}

	static Mutation insert(String key, String value) {
		return mutation(Op.Insert, key).setValue(bytes(value)).build();
	}

	static Mutation delete(String key) {
		return mutation(Op.Del, key).build();
	}

	static Mutation lock(String key) {
		return mutation(Op.Lock, key).build();
	}

	static Mutation checkNotExists(String key) {
		return mutation(Op.CheckNotExists, key).build();
	}

	/**
	 * A prewrite whose primary is its first key.
	 */
	PrewriteRequest.Builder prewrite(long start, Mutation... mutations) {
		return PrewriteRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(start)
			.setPrimaryLock(mutations[0].getKey())
			.setLockTtl(TTL)
			.setTxnSize(mutations.length)
			.setMinCommitTs(start + 1)
			.addAllMutations(Arrays.asList(mutations));
	}

	PrewriteRequest.Builder onePhase(long start, Mutation... mutations) {
		return prewrite(start, mutations).setTryOnePc(true);
	}

	PrewriteResponse send(PrewriteRequest.Builder request) {
		return kv().kvPrewrite(request.build());
	}

	void prewritten(long start, Mutation... mutations) {
		assertThat(send(prewrite(start, mutations)).getErrorsList()).isEmpty();
	}

	void committed(long start, long commit, Mutation... mutations) {
		prewritten(start, mutations);
		List<ByteString> keys = Arrays.stream(mutations).map(Mutation::getKey).toList();
		assertThat(commit(start, commit, keys)).isEqualTo(CommitResponse.newBuilder().setCommitVersion(commit).build());
	}

	CommitResponse commit(long start, long commit, String... keys) {
		return commit(start, commit, bytes(keys));
	}

	private CommitResponse commit(long start, long commit, List<ByteString> keys) {
		return kv().kvCommit(CommitRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(start)
			.setCommitVersion(commit)
			.addAllKeys(keys)
			.build());
	}

	BatchRollbackResponse rollback(long start, String... keys) {
		return kv().kvBatchRollback(BatchRollbackRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(start)
			.addAllKeys(bytes(keys))
			.build());
	}

	void rolledBack(long start, String... keys) {
		assertThat(rollback(start, keys)).isEqualTo(BatchRollbackResponse.getDefaultInstance());
	}

	CleanupResponse cleanup(long start, long current, String key) {
		return kv().kvCleanup(CleanupRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(start)
			.setCurrentTs(current)
			.setKey(bytes(key))
			.build());
	}

	GetRequest.Builder reading(String key, long at) {
		return GetRequest.newBuilder().setContext(this.context).setKey(bytes(key)).setVersion(at);
	}

	GetResponse get(String key, long at) {
		return kv().kvGet(reading(key, at).build());
	}

	/**
	 * The value read, "-" if there is none, "locked" if a lock is in the way.
	 */
	String read(String key, long at) {
		return text(get(key, at));
	}

	static String text(GetResponse response) {
		if (response.hasError()) {
			return response.getError().hasLocked() ? "locked" : response.getError().toString();
		}
		return response.getNotFound() ? "-" : response.getValue().toStringUtf8();
	}

	BatchGetResponse batchGet(long at, String... keys) {
		return kv().kvBatchGet(
				BatchGetRequest.newBuilder().setContext(this.context).setVersion(at).addAllKeys(bytes(keys)).build());
	}

	ScanRequest.Builder scanning(String start, String end, long at) {
		return ScanRequest.newBuilder()
			.setContext(this.context)
			.setStartKey(bytes(start))
			.setEndKey(bytes(end))
			.setVersion(at)
			.setLimit(100);
	}

	/**
	 * The rows of a scan, as {@code key=value} or {@code locked:key}.
	 */
	List<String> scan(ScanRequest.Builder request) {
		ScanResponse response = kv().kvScan(request.build());
		assertThat(response.hasError()).isFalse();
		return response.getPairsList().stream().map(Wire::text).toList();
	}

	static String text(KvPair pair) {
		if (pair.hasError()) {
			assertThat(pair.getKey().isEmpty()).isTrue();
			return "locked:" + pair.getError().getLocked().getKey().toStringUtf8();
		}
		return pair.getKey().toStringUtf8() + "=" + pair.getValue().toStringUtf8();
	}

	CheckTxnStatusRequest.Builder checking(String primary, long start, long caller, long current) {
		return CheckTxnStatusRequest.newBuilder()
			.setContext(this.context)
			.setPrimaryKey(bytes(primary))
			.setLockTs(start)
			.setCallerStartTs(caller)
			.setCurrentTs(current);
	}

	CheckTxnStatusResponse send(CheckTxnStatusRequest.Builder request) {
		return kv().kvCheckTxnStatus(request.build());
	}

	CheckTxnStatusResponse status(String primary, long start, long caller, long current) {
		return send(checking(primary, start, caller, current));
	}

	CheckSecondaryLocksResponse secondaries(long start, String... keys) {
		return kv().kvCheckSecondaryLocks(CheckSecondaryLocksRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(start)
			.addAllKeys(bytes(keys))
			.build());
	}

	TxnHeartBeatResponse heartBeat(String primary, long start, long ttl) {
		return kv().kvTxnHeartBeat(TxnHeartBeatRequest.newBuilder()
			.setContext(this.context)
			.setPrimaryLock(bytes(primary))
			.setStartVersion(start)
			.setAdviseLockTtl(ttl)
			.build());
	}

	ResolveLockResponse resolve(long start, long commit, String... keys) {
		return send(ResolveLockRequest.newBuilder()
			.setStartVersion(start)
			.setCommitVersion(commit)
			.addAllKeys(bytes(keys)));
	}

	ResolveLockResponse send(ResolveLockRequest.Builder request) {
		return kv().kvResolveLock(request.setContext(this.context).build());
	}

	List<String> scanLocks(long maxVersion, int limit, String start, String end) {
		ScanLockResponse response = kv().kvScanLock(ScanLockRequest.newBuilder()
			.setContext(this.context)
			.setMaxVersion(maxVersion)
			.setLimit(limit)
			.setStartKey(bytes(start))
			.setEndKey(bytes(end))
			.build());
		return response.getLocksList()
			.stream()
			.map((LockInfo lock) -> lock.getKey().toStringUtf8() + "@" + lock.getLockVersion())
			.toList();
	}

	MvccInfo mvcc(String key) {
		return kv().mvccGetByKey(MvccGetByKeyRequest.newBuilder().setContext(this.context).setKey(bytes(key)).build())
			.getInfo();
	}

	/**
	 * The write records of a key, the newest first, as {@code type start->commit}; "+" at
	 * the end marks an overlapped rollback, "p" a protected one.
	 */
	List<String> writes(String key) {
		return mvcc(key).getWritesList().stream().map(Wire::text).toList();
	}

	private static String text(MvccWrite write) {
		String protectedMark = (write.getType() == Op.Rollback && write.getShortValue().equals(bytes("p"))) ? "p" : "";
		return write.getType() + " " + write.getStartTs() + "->" + write.getCommitTs() + protectedMark
				+ (write.getHasOverlappedRollback() ? "+" : "");
	}

	/**
	 * A fresh timestamp.
	 */
	long timestamp() {
		return Timestamps.take(this.channel, this.header, 1);
	}

	/**
	 * Wait until this end has noticed that the server closed its connections: until then
	 * a request may still be sent over the old one, and is lost.
	 */
	void awaitDisconnected() {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (this.channel.getState(false) == ConnectivityState.READY) {
			assertThat(System.nanoTime()).as("the connection is still there").isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

	@Override
	public void close() {
		this.channel.shutdownNow();
	}

}
