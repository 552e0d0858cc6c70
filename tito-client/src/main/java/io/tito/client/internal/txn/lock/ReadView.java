package io.tito.client.internal.txn.lock;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.client.Timestamp;
import io.tito.client.internal.region.Region;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * A timestamp to read at, with the transactions that its reads have settled: whose locks
 * the store may read past, and whose locks it is to read as written. Both belong to this
 * timestamp only. Thread-safe.
 */
public final class ReadView {

	/**
	 * TiKV does not look at it; the embedded server lets such reads below its safe point.
	 */
	private static final ByteString BELOW_SAFE_POINT = ByteString.copyFromUtf8("tito:below-safe-point");

	private final Timestamp at;

	private final boolean guarded;

	private final Set<Long> passed = ConcurrentHashMap.newKeySet();

	private final Set<Long> committed = ConcurrentHashMap.newKeySet();

	public ReadView(Timestamp at) {
		this(at, true);
	}

	private ReadView(Timestamp at, boolean guarded) {
		this.at = at;
		this.guarded = guarded;
	}

	/**
	 * A view of keys that were written once, so that collection has left them alone.
	 * @param at the timestamp
	 * @return a view that may lie below the safe point
	 */
	public static ReadView belowSafePoint(Timestamp at) {
		return new ReadView(at, false);
	}

	/**
	 * Whether what was read is only right above the safe point.
	 * @return false for a view of keys that were written once
	 */
	public boolean isGuarded() {
		return this.guarded;
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
		if (this.guarded && this.passed.isEmpty() && this.committed.isEmpty()) {
			return region.context();
		}
		Kvrpcpb.Context.Builder context = region.context()
			.toBuilder()
			.addAllResolvedLocks(this.passed)
			.addAllCommittedLocks(this.committed);
		return this.guarded ? context.build() : context.setResourceGroupTag(BELOW_SAFE_POINT).build();
	}

}
