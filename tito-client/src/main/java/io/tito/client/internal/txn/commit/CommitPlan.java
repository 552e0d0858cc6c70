package io.tito.client.internal.txn.commit;

import java.util.List;

import io.tito.client.CommitHook;
import io.tito.client.Timestamp;

/**
 * A transaction that wants to commit.
 *
 * @param start its start timestamp
 * @param buffer its writes so far
 * @param hooks what adds writes
 * @param bounds when it may commit
 * @param causal whether it may do without a base timestamp
 */
public record CommitPlan(Timestamp start, WriteBuffer buffer, List<CommitHook> hooks, Bounds bounds, boolean causal) {

	boolean needsBase() {
		return !this.hooks.isEmpty() || this.bounds.needBase() || (!this.causal && !this.buffer.isEmpty());
	}

}
