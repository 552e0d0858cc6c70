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
		return finish(List.of(begin(scan, view, budget)), view, budget).get(0);
	}

	/**
	 * A scan that has not asked for anything yet.
	 */
	RangeScan begin(Scan scan, ReadView view, Budget budget) {
		return new RangeScan(this.requests, this.locks, scan, view, budget);
	}

	/**
	 * Read what is left of scans: a page of each at a time, all of them in flight
	 * together.
	 */
	List<List<Entry>> finish(List<RangeScan> scans, ReadView view, Budget budget) {
		List<RangeScan.Sent> sent = send(scans);
		while (!sent.isEmpty()) {
			budget.countTrip();
			sent.forEach(RangeScan.Sent::settle);
			sent = send(scans);
		}
		if (view.isGuarded()) {
			this.guard.check(view.at(), budget);
		}
		return scans.stream().map(RangeScan::entries).toList();
	}

	/**
	 * Ask for the next page of each scan that is not finished.
	 */
	static List<RangeScan.Sent> send(List<RangeScan> scans) {
		return scans.stream().filter(RangeScan::unfinished).map(RangeScan::send).toList();
	}

}
