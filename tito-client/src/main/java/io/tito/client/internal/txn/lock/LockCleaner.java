package io.tito.client.internal.txn.lock;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.client.Timestamp;
import io.tito.client.internal.request.Background;
import io.tito.client.internal.request.Fanout;
import io.tito.client.internal.request.RegionRequests;
import io.tito.client.internal.request.Shard;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Rpc;
import io.tito.key.Key;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.kvproto.Kvrpcpb;

/**
 * Removes the locks of transactions that have ended. Thread-safe.
 */
final class LockCleaner {

	private static final Logger logger = LoggerFactory.getLogger(LockCleaner.class);

	private final RegionRequests requests;

	private final Background background;

	private final Budget.Limits limits;

	private final Set<Key> underway = ConcurrentHashMap.newKeySet();

	LockCleaner(RegionRequests requests, Background background, Budget.Limits limits) {
		this.requests = requests;
		this.background = background;
		this.limits = limits;
	}

	/**
	 * For readers, who can go on without.
	 */
	void later(Kvrpcpb.LockInfo lock, LockState.Decided end) {
		Key key = Locks.key(lock);
		if (this.underway.add(key)) {
			this.background.run("removal of a lock", () -> {
				try {
					now(Locks.owner(lock), end, List.of(key), this.limits.background());
				}
				finally {
					this.underway.remove(key);
				}
			});
		}
	}

	/**
	 * For writers, who need the keys free.
	 */
	void now(Timestamp owner, LockState.Decided end, Collection<Key> keys, Budget budget) {
		new Fanout<>(this.requests, Rpc.RESOLVE, (shard) -> request(shard, owner, end), (shard, answer) -> {
			if (answer.hasError()) {
				logger.debug("A lock of transaction {} was gone already", owner);
			}
		}).run(keys, budget);
	}

	/**
	 * Remove a pessimistic lock, without a record that would stop its owner.
	 */
	void release(Kvrpcpb.LockInfo lock, Budget budget) {
		this.requests.call(Locks.key(lock), Rpc.PESSIMISTIC_ROLLBACK,
				(region) -> Kvrpcpb.PessimisticRollbackRequest.newBuilder()
					.setContext(region.context())
					.setStartVersion(lock.getLockVersion())
					.setForUpdateTs(lock.getLockForUpdateTs())
					.addKeys(lock.getKey())
					.build(),
				budget);
	}

	private static Kvrpcpb.ResolveLockRequest request(Shard<Key> shard, Timestamp owner, LockState.Decided end) {
		Kvrpcpb.ResolveLockRequest.Builder request = Kvrpcpb.ResolveLockRequest.newBuilder()
			.setContext(shard.region().context())
			.setStartVersion(owner.value())
			.setCommitVersion(end.commit().value());
		shard.items().forEach((key) -> request.addKeys(Locks.bytes(key)));
		return request.build();
	}

}
