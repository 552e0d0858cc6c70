package io.tito.client.internal.txn.read;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.internal.pd.SafePointGuard;
import io.tito.client.internal.request.RegionRequests;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Bundle;
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
		RangeScan running = begin(scan, view, budget);
		while (running.unfinished()) {
			Bundle bundle = new Bundle();
			RangeScan.Sent page = running.send(bundle);
			bundle.send();
			budget.countTrip();
			page.settle();
		}
		confirm(view, budget);
		return running.entries();
	}

	/**
	 * A scan that has not asked for anything yet.
	 */
	RangeScan begin(Scan scan, ReadView view, Budget budget) {
		return new RangeScan(this.requests, this.locks, scan, view, budget);
	}

	/**
	 * Ask for the next page of each scan that is not finished and that nothing hinders.
	 */
	static List<RangeScan.Sent> send(Collection<RangeScan> scans) {
		Bundle bundle = new Bundle();
		List<RangeScan.Sent> sent = send(scans, bundle);
		bundle.send();
		return sent;
	}

	static List<RangeScan.Sent> send(Collection<RangeScan> scans, Bundle bundle) {
		List<RangeScan.Sent> sent = new ArrayList<>(scans.size());
		for (RangeScan scan : scans) {
			if (scan.unfinished() && !scan.isHindered()) {
				sent.add(scan.send(bundle));
			}
		}
		return sent;
	}

	/**
	 * Afterwards, for what is there before may be gone when the store reads.
	 */
	void confirm(ReadView view, Budget budget) {
		if (view.isGuarded()) {
			this.guard.check(view.at(), budget);
		}
	}

}
