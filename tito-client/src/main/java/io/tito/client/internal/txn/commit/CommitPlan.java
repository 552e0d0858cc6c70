package io.tito.client.internal.txn.commit;

import java.util.List;

import io.tito.client.CommitHook;
import io.tito.client.Timestamp;
import io.tito.client.TransactionOptions;
import io.tito.client.internal.txn.hold.HeldLocks;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that wants to commit.
 *
 * @param start its start timestamp, or null if nothing has needed one yet
 * @param buffer its writes so far
 * @param hooks what adds writes
 * @param bounds when it may commit
 * @param options what was asked for when it began
 * @param held its pessimistic locks, or null if it takes none
 * @param unread whether it has read nothing but what it holds
 */
public record CommitPlan(@Nullable Timestamp start, WriteBuffer buffer, List<CommitHook> hooks, Bounds bounds,
		TransactionOptions options, @Nullable HeldLocks held, boolean unread) {

	/**
	 * The same with a start timestamp.
	 * @param timestamp the timestamp
	 * @return the plan
	 */
	public CommitPlan startingAt(Timestamp timestamp) {
		return new CommitPlan(timestamp, this.buffer, this.hooks, this.bounds, this.options, this.held, this.unread);
	}

	/**
	 * Whether a timestamp has to be fetched at commit.
	 * @return whether there is a use for it
	 */
	public boolean needsBase() {
		return !this.hooks.isEmpty() || this.bounds.needBase() || (!this.options.causal() && !this.buffer.isEmpty());
	}

}
