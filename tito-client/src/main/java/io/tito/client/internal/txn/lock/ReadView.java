package io.tito.client.internal.txn.lock;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.client.Timestamp;
import io.tito.client.internal.region.Region;
import org.tikv.kvproto.Kvrpcpb;

/**
 * A timestamp to read at, with the transactions that its reads have settled: whose locks
 * the store may read past, and whose locks it is to read as written. Both belong to this
 * timestamp only. Thread-safe.
 */
public final class ReadView {

	private final Timestamp at;

	private final Set<Long> passed = ConcurrentHashMap.newKeySet();

	private final Set<Long> committed = ConcurrentHashMap.newKeySet();

	public ReadView(Timestamp at) {
		this.at = at;
	}

	public Timestamp at() {
		return this.at;
	}

	void pass(Timestamp owner) {
		this.passed.add(owner.value());
	}

	void settle(Timestamp owner, LockState.Decided end) {
		(end.committedAtOrBefore(this.at) ? this.committed : this.passed).add(owner.value());
	}

	boolean knows(Timestamp owner) {
		return this.passed.contains(owner.value()) || this.committed.contains(owner.value());
	}

	public Kvrpcpb.Context context(Region region) {
		if (this.passed.isEmpty() && this.committed.isEmpty()) {
			return region.context();
		}
		return region.context()
			.toBuilder()
			.addAllResolvedLocks(this.passed)
			.addAllCommittedLocks(this.committed)
			.build();
	}

}
