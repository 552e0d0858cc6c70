package io.tito.client.internal.txn.read;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tito.client.Entry;
import io.tito.client.Reads;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Bundle;
import io.tito.client.internal.txn.lock.ReadView;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot outside of transactions; each read has a time of its own. Thread-safe.
 */
public final class FixedSnapshot implements Snapshot {

	private final PointReads points;

	private final RangeReads ranges;

	private final ReadView view;

	private final Budget.Limits limits;

	public FixedSnapshot(PointReads points, RangeReads ranges, ReadView view, Budget.Limits limits) {
		this.points = points;
		this.ranges = ranges;
		this.view = view;
		this.limits = limits;
	}

	@Override
	public Timestamp timestamp() {
		return this.view.at();
	}

	@Override
	public byte @Nullable [] get(Key key) {
		return this.points.get(key, this.view, budget());
	}

	@Override
	public Map<Key, byte[]> getAll(Collection<Key> keys) {
		return this.points.getAll(keys, this.view, budget());
	}

	@Override
	public List<Entry> scan(Scan scan) {
		return this.ranges.scan(scan, this.view, budget());
	}

	/**
	 * The first pages of all ranges go out with the request for the keys. What cannot be
	 * read at once is left out, so that it does not hold up the rest.
	 */
	@Override
	public Reads readAll(Collection<Key> keys, Collection<Scan> scans) {
		Budget budget = budget();
		Bundle bundle = new Bundle();
		PointReads.Round round = this.points.send(keys, this.view, budget, bundle);
		Map<Scan, RangeScan> ranges = new LinkedHashMap<>();
		scans.forEach((scan) -> ranges.put(scan, this.ranges.begin(scan, this.view, budget)));
		List<RangeScan.Sent> pages = RangeReads.send(ranges.values(), bundle);
		bundle.send();
		Map<Key, byte[]> values = this.points.finish(keys, round, this.view, budget);
		while (!pages.isEmpty()) {
			pages.forEach(RangeScan.Sent::settleAtOnce);
			pages = RangeReads.send(ranges.values());
		}
		this.ranges.confirm(this.view, budget);
		ranges.values().removeIf(RangeScan::isHindered);
		Map<Scan, List<Entry>> read = new HashMap<>();
		ranges.forEach((scan, range) -> read.put(scan, range.entries()));
		return new Reads(values, read);
	}

	private Budget budget() {
		this.limits.lifecycle().ensureOpen();
		return this.limits.operation();
	}

}
