package io.tito.client.internal.txn.lock;

import java.util.ArrayList;
import java.util.List;

import io.tito.client.Timestamp;
import io.tito.client.internal.request.Fanout;
import io.tito.client.internal.request.RegionRequests;
import io.tito.client.internal.request.Shard;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Rpc;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb;

/**
 * Decides transactions of other clients that used async commit and whose time is over:
 * committed if and only if every key was locked. Asking kills what is still being
 * written, so only the dead may be asked. Thread-safe.
 */
final class AsyncCommits {

	private final RegionRequests requests;

	private final LockCleaner cleaner;

	AsyncCommits(RegionRequests requests, LockCleaner cleaner) {
		this.requests = requests;
		this.cleaner = cleaner;
	}

	/**
	 * Decide and remove all locks.
	 * @param primary the primary lock
	 * @param budget pays
	 * @return the end, or null if the transaction is a two-phase one after all
	 */
	LockState.@Nullable Decided decide(Kvrpcpb.LockInfo primary, Budget budget) {
		List<Key> secondaries = primary.getSecondariesList()
			.stream()
			.map((key) -> Key.wrap(key.toByteArray()))
			.toList();
		Tally tally = new Tally(new Timestamp(primary.getMinCommitTs()));
		new Fanout<>(this.requests, Rpc.CHECK_SECONDARIES, (shard) -> request(shard, primary.getLockVersion()),
				(shard, answer) -> tally.add(shard.items().size(), answer))
			.run(secondaries, budget);
		if (tally.twoPhase) {
			return null;
		}
		LockState.Decided end = new LockState.Decided(tally.commit);
		List<Key> all = new ArrayList<>(secondaries);
		all.add(Locks.primary(primary));
		this.cleaner.now(Locks.owner(primary), end, all, budget);
		return end;
	}

	private static Kvrpcpb.CheckSecondaryLocksRequest request(Shard<Key> shard, long start) {
		Kvrpcpb.CheckSecondaryLocksRequest.Builder request = Kvrpcpb.CheckSecondaryLocksRequest.newBuilder()
			.setContext(shard.region().context())
			.setStartVersion(start);
		shard.items().forEach((key) -> request.addKeys(Locks.bytes(key)));
		return request.build();
	}

	private static final class Tally {

		private Timestamp commit;

		private boolean decided;

		private boolean twoPhase;

		Tally(Timestamp minCommit) {
			this.commit = minCommit;
		}

		void add(int asked, Kvrpcpb.CheckSecondaryLocksResponse answer) {
			if (this.decided) {
				return;
			}
			if (answer.getLocksCount() < asked) {
				this.decided = true;
				this.commit = new Timestamp(answer.getCommitTs());
				return;
			}
			for (Kvrpcpb.LockInfo lock : answer.getLocksList()) {
				this.twoPhase |= !lock.getUseAsyncCommit();
				Timestamp min = new Timestamp(lock.getMinCommitTs());
				this.commit = min.isAfter(this.commit) ? min : this.commit;
			}
		}

	}

}
