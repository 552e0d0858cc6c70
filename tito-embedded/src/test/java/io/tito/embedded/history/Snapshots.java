package io.tito.embedded.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.tikv.kvproto.Kvrpcpb.Action;
import org.tikv.kvproto.Kvrpcpb.CheckSecondaryLocksRequest;
import org.tikv.kvproto.Kvrpcpb.CheckSecondaryLocksResponse;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusRequest;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusResponse;
import org.tikv.kvproto.Kvrpcpb.GetRequest;
import org.tikv.kvproto.Kvrpcpb.GetResponse;
import org.tikv.kvproto.Kvrpcpb.LockInfo;
import org.tikv.kvproto.Kvrpcpb.ResolveLockRequest;
import org.tikv.kvproto.Kvrpcpb.ResolveLockResponse;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Reads at a timestamp, and decides the transactions whose locks are in the way. For one
 * thread.
 */
final class Snapshots {

	private final ClusterClient cluster;

	Snapshots(ClusterClient cluster) {
		this.cluster = cluster;
	}

	/**
	 * The values of keys, empty for those without.
	 */
	Map<String, String> read(Collection<String> keys, long at) {
		Set<Long> pushed = new HashSet<>();
		Map<String, String> values = new TreeMap<>();
		for (String key : keys) {
			GetResponse response = get(key, at, pushed);
			while (response.getError().hasLocked()) {
				if (resolve(response.getError().getLocked(), at)) {
					pushed.add(response.getError().getLocked().getLockVersion());
				}
				response = get(key, at, pushed);
			}
			if (response.hasError()) {
				throw new IllegalStateException("Cannot read: " + response.getError());
			}
			values.put(key, response.getValue().toStringUtf8());
		}
		return values;
	}

	private GetResponse get(String key, long at, Set<Long> pushed) {
		return this.cluster.send(key,
				(kv, context) -> kv.kvGet(GetRequest.newBuilder()
					.setContext(context.toBuilder().addAllResolvedLocks(pushed))
					.setKey(ByteString.copyFromUtf8(key))
					.setVersion(at)
					.build()),
				GetResponse::hasRegionError);
	}

	/**
	 * Remove a lock if its transaction is decided or dead, else push it if possible.
	 * @return whether it was pushed behind the reader
	 */
	boolean resolve(LockInfo lock, long readAt) {
		long now = this.cluster.timestamp();
		CheckTxnStatusResponse status = status(lock, readAt, now);
		if (status.getLockTtl() == 0) {
			finish(lock, status.getCommitVersion(), List.of(lock.getKey()));
			return false;
		}
		if (status.getLockInfo().getUseAsyncCommit()) {
			decide(status.getLockInfo(), now);
			return false;
		}
		return readAt > 0 && status.getAction() == Action.MinCommitTSPushed;
	}

	private CheckTxnStatusResponse status(LockInfo lock, long readAt, long now) {
		return this.cluster.send(lock.getPrimaryLock().toStringUtf8(),
				(kv, context) -> kv.kvCheckTxnStatus(CheckTxnStatusRequest.newBuilder()
					.setContext(context)
					.setPrimaryKey(lock.getPrimaryLock())
					.setLockTs(lock.getLockVersion())
					.setCallerStartTs(readAt)
					.setCurrentTs(now)
					.setRollbackIfNotExist(true)
					.build()),
				CheckTxnStatusResponse::hasRegionError);
	}

	private void decide(LockInfo primary, long now) {
		if (Time.physical(primary.getLockVersion()) + primary.getLockTtl() >= Time.physical(now)) {
			return;
		}
		long commit = primary.getMinCommitTs();
		for (ByteString key : primary.getSecondariesList()) {
			CheckSecondaryLocksResponse found = secondary(primary, key);
			if (found.getLocksCount() == 0) {
				commit = found.getCommitTs();
				break;
			}
			commit = Math.max(commit, found.getLocks(0).getMinCommitTs());
		}
		List<ByteString> all = new ArrayList<>(primary.getSecondariesList());
		all.add(primary.getKey());
		finish(primary, commit, all);
	}

	private CheckSecondaryLocksResponse secondary(LockInfo primary, ByteString key) {
		return this.cluster.send(key.toStringUtf8(),
				(kv, context) -> kv.kvCheckSecondaryLocks(CheckSecondaryLocksRequest.newBuilder()
					.setContext(context)
					.setStartVersion(primary.getLockVersion())
					.addKeys(key)
					.build()),
				CheckSecondaryLocksResponse::hasRegionError);
	}

	private void finish(LockInfo lock, long commit, List<ByteString> keys) {
		for (ByteString key : keys) {
			ResolveLockResponse response = this.cluster.send(key.toStringUtf8(),
					(kv, context) -> kv.kvResolveLock(ResolveLockRequest.newBuilder()
						.setContext(context)
						.setStartVersion(lock.getLockVersion())
						.setCommitVersion(commit)
						.addKeys(key)
						.build()),
					ResolveLockResponse::hasRegionError);
			if (response.hasError()) {
				throw new IllegalStateException("Cannot resolve: " + response.getError());
			}
		}
	}

}
