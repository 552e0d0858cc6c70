package io.tito.client.internal.txn.read;

import java.util.List;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.internal.pd.SafePointGuard;
import io.tito.client.internal.request.RegionRequests;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.txn.lock.LockResolver;
import io.tito.client.internal.txn.lock.ReadView;

/**
 * Reads of ranges, page by page and region by region. Thread-safe.
 */
public final class RangeReads {

	private final RegionRequests requests;

	private final LockResolver locks;

	private final SafePointGuard guard;

	public RangeReads(RegionRequests requests, LockResolver locks, SafePointGuard guard) {
		this.requests = requests;
		this.locks = locks;
		this.guard = guard;
	}

	public List<Entry> scan(Scan scan, ReadView view, Budget budget) {
		RangeScan running = new RangeScan(this.requests, this.locks, scan, view, budget);
		while (running.unfinished()) {
			running.page();
		}
		if (view.isGuarded()) {
			this.guard.check(view.at(), budget);
		}
		return running.entries();
	}

}
