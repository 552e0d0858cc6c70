package io.tito.embedded.wire;

import java.util.Arrays;
import java.util.List;

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
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.ManagedChannel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Speaks to a cluster about the keys with a prefix, in the short notation of the
 * conformance scenarios: keys without the prefix, timestamps that count from an origin.
 * Messages have them as they are.
 */
public class Requests extends Notation {

	private final Cluster cluster;

	private final ByteString prefix;

	private final long origin;

	private Context context;

	/**
	 * Requests to a cluster.
	 * @param cluster the cluster
	 * @param prefix the prefix of all keys
	 * @param origin the timestamp to count from
	 */
	public Requests(Cluster cluster, String prefix, long origin) {
		this.cluster = cluster;
		this.prefix = bytes(prefix);
		this.origin = origin;
		this.context = contextOf("");
	}

	public Cluster cluster() {
		return this.cluster;
	}

	/**
	 * A key as it is in messages.
	 */
	public ByteString key(String name) {
		return this.prefix.concat(bytes(name));
	}

	public List<ByteString> keys(String... names) {
		return Arrays.stream(names).map(this::key).toList();
	}

	/**
	 * A bound of a range as it is in messages; none if it is empty.
	 */
	public ByteString bound(String name) {
		return name.isEmpty() ? ByteString.EMPTY : key(name);
	}

	/**
	 * The end of the keys with the prefix.
	 */
	private ByteString end() {
		return this.prefix.isEmpty() ? ByteString.EMPTY : this.prefix.concat(ByteString.copyFrom(new byte[] { -1 }));
	}

	/**
	 * A key without the prefix.
	 */
	public String name(ByteString key) {
		assertThat(key.startsWith(this.prefix)).as("the key has the prefix").isTrue();
		return key.substring(this.prefix.size()).toStringUtf8();
	}

	/**
	 * A timestamp as it is in messages. Zero and the latest stay as they are.
	 */
	public long at(long timestamp) {
		return (timestamp == 0 || timestamp == LATEST) ? timestamp : this.origin + timestamp;
	}

	/**
	 * What a timestamp of a message is from the origin. Zero stays zero.
	 */
	public long since(long timestamp) {
		return (timestamp == 0) ? 0 : timestamp - this.origin;
	}

	/**
	 * Where PD says that a key belongs.
	 */
	public final Context contextOf(String key) {
		return this.cluster.contextOf(encoded(key(key)));
	}

	/**
	 * Send everything to the region of a key from now on.
	 */
	public Requests to(String key) {
		return to(contextOf(key));
	}

	public Requests to(Context region) {
		this.context = region;
		return this;
	}

	public Context context() {
		return this.context;
	}

	public TikvGrpc.TikvBlockingStub kv() {
		return this.cluster.kv(this.context);
	}

	/**
	 * The connection to the store of the region.
	 */
	public ManagedChannel channel() {
		return this.cluster.store(this.context.getPeer().getStoreId());
	}

	/**
	 * A fresh timestamp.
	 */
	public long timestamp() {
		return since(this.cluster.timestamps(1));
	}

	/**
	 * A prewrite whose primary is its first key.
	 */
	public PrewriteRequest.Builder prewrite(long start, Mutation... mutations) {
		return PrewriteRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(at(start))
			.setPrimaryLock(this.prefix.concat(mutations[0].getKey()))
			.setLockTtl(TTL)
			.setTxnSize(mutations.length)
			.setMinCommitTs(at(start) + 1)
			.addAllMutations(Arrays.stream(mutations).map(this::withPrefix).toList());
	}

	private Mutation withPrefix(Mutation mutation) {
		return mutation.toBuilder().setKey(this.prefix.concat(mutation.getKey())).build();
	}

	public PrewriteRequest.Builder onePhase(long start, Mutation... mutations) {
		return prewrite(start, mutations).setTryOnePc(true);
	}

	public PrewriteResponse send(PrewriteRequest.Builder request) {
		return kv().kvPrewrite(request.build());
	}

	public void prewritten(long start, Mutation... mutations) {
		assertThat(send(prewrite(start, mutations)).getErrorsList()).isEmpty();
	}

	public void committed(long start, long commit, Mutation... mutations) {
		prewritten(start, mutations);
		List<ByteString> keys = Arrays.stream(mutations).map(Mutation::getKey).map(this.prefix::concat).toList();
		assertThat(commit(start, commit, keys))
			.isEqualTo(CommitResponse.newBuilder().setCommitVersion(at(commit)).build());
	}

	public CommitResponse commit(long start, long commit, String... keys) {
		return commit(start, commit, keys(keys));
	}

	private CommitResponse commit(long start, long commit, List<ByteString> keys) {
		return kv().kvCommit(CommitRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(at(start))
			.setCommitVersion(at(commit))
			.addAllKeys(keys)
			.build());
	}

	public BatchRollbackResponse rollback(long start, String... keys) {
		return kv().kvBatchRollback(BatchRollbackRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(at(start))
			.addAllKeys(keys(keys))
			.build());
	}

	public void rolledBack(long start, String... keys) {
		assertThat(rollback(start, keys)).isEqualTo(BatchRollbackResponse.getDefaultInstance());
	}

	public CleanupResponse cleanup(long start, long current, String key) {
		return kv().kvCleanup(CleanupRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(at(start))
			.setCurrentTs(at(current))
			.setKey(key(key))
			.build());
	}

	public GetRequest.Builder reading(String key, long version) {
		return GetRequest.newBuilder().setContext(this.context).setKey(key(key)).setVersion(at(version));
	}

	public GetResponse get(String key, long version) {
		return kv().kvGet(reading(key, version).build());
	}

	/**
	 * The value read, "-" if there is none, "locked" if a lock is in the way.
	 */
	public String read(String key, long version) {
		return text(get(key, version));
	}

	public BatchGetResponse batchGet(long version, String... keys) {
		return kv().kvBatchGet(BatchGetRequest.newBuilder()
			.setContext(this.context)
			.setVersion(at(version))
			.addAllKeys(keys(keys))
			.build());
	}

	public ScanRequest.Builder scanning(String start, String end, long version) {
		return ScanRequest.newBuilder()
			.setContext(this.context)
			.setStartKey(bound(start))
			.setEndKey(bound(end))
			.setVersion(at(version))
			.setLimit(100);
	}

	/**
	 * The rows of a scan, as {@code key=value} or {@code locked:key}.
	 */
	public List<String> scan(ScanRequest.Builder request) {
		ScanResponse response = kv().kvScan(request.build());
		assertThat(response.hasError()).isFalse();
		return response.getPairsList().stream().map(this::row).toList();
	}

	public String row(KvPair pair) {
		if (pair.hasError()) {
			assertThat(pair.getKey().isEmpty()).isTrue();
			return "locked:" + name(pair.getError().getLocked().getKey());
		}
		return name(pair.getKey()) + "=" + pair.getValue().toStringUtf8();
	}

	public CheckTxnStatusRequest.Builder checking(String primary, long start, long caller, long current) {
		return CheckTxnStatusRequest.newBuilder()
			.setContext(this.context)
			.setPrimaryKey(key(primary))
			.setLockTs(at(start))
			.setCallerStartTs(at(caller))
			.setCurrentTs(at(current));
	}

	public CheckTxnStatusResponse send(CheckTxnStatusRequest.Builder request) {
		return kv().kvCheckTxnStatus(request.build());
	}

	public CheckTxnStatusResponse status(String primary, long start, long caller, long current) {
		return send(checking(primary, start, caller, current));
	}

	public CheckSecondaryLocksResponse secondaries(long start, String... keys) {
		return kv().kvCheckSecondaryLocks(CheckSecondaryLocksRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(at(start))
			.addAllKeys(keys(keys))
			.build());
	}

	public TxnHeartBeatResponse heartBeat(String primary, long start, long ttl) {
		return kv().kvTxnHeartBeat(TxnHeartBeatRequest.newBuilder()
			.setContext(this.context)
			.setPrimaryLock(key(primary))
			.setStartVersion(at(start))
			.setAdviseLockTtl(ttl)
			.build());
	}

	public ResolveLockResponse resolve(long start, long commit, String... keys) {
		return send(ResolveLockRequest.newBuilder()
			.setStartVersion(at(start))
			.setCommitVersion(at(commit))
			.addAllKeys(keys(keys)));
	}

	public ResolveLockResponse send(ResolveLockRequest.Builder request) {
		return kv().kvResolveLock(request.setContext(this.context).build());
	}

	/**
	 * The locks in a range, as {@code key@start}. Without bounds, all those with the
	 * prefix.
	 */
	public List<String> scanLocks(long maxVersion, int limit, String start, String end) {
		ScanLockResponse response = kv().kvScanLock(ScanLockRequest.newBuilder()
			.setContext(this.context)
			.setMaxVersion(at(maxVersion))
			.setLimit(limit)
			.setStartKey(key(start))
			.setEndKey(end.isEmpty() ? end() : key(end))
			.build());
		return response.getLocksList()
			.stream()
			.map((LockInfo lock) -> name(lock.getKey()) + "@" + since(lock.getLockVersion()))
			.toList();
	}

	public MvccInfo mvcc(String key) {
		return kv().mvccGetByKey(MvccGetByKeyRequest.newBuilder().setContext(this.context).setKey(key(key)).build())
			.getInfo();
	}

	/**
	 * The write records of a key, the newest first, as {@code type start->commit}; "+" at
	 * the end marks an overlapped rollback, "p" a protected one.
	 */
	public List<String> writes(String key) {
		return mvcc(key).getWritesList().stream().map(this::text).toList();
	}

	private String text(MvccWrite write) {
		String protectedMark = (write.getType() == Op.Rollback && write.getShortValue().equals(bytes("p"))) ? "p" : "";
		return write.getType() + " " + since(write.getStartTs()) + "->" + since(write.getCommitTs()) + protectedMark
				+ (write.getHasOverlappedRollback() ? "+" : "");
	}

}
