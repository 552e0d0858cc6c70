package io.tito.log;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

import io.tito.client.Entry;
import io.tito.client.Reads;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot some keys and ranges of which were read beforehand, in one trip. Reads of
 * those keys, scans of those ranges, and of parts of those with values, are answered from
 * memory, all other reads by the store, at the same timestamp: so what was foreseen
 * changes what a read costs, and never what it shows. Thread-safe.
 */
final class Prefetched implements Snapshot {

	private final Snapshot snapshot;

	private final Set<Key> keys;

	private final Map<Key, byte[]> values;

	private final Map<Scan, List<Entry>> ranges;

	/** Those with values, by their beginnings. */
	private final NavigableMap<Key, ReadRange> wide = new TreeMap<>();

	private Prefetched(Snapshot snapshot, Set<Key> keys, Map<Key, byte[]> values, Map<Scan, List<Entry>> ranges) {
		this.snapshot = snapshot;
		this.keys = keys;
		this.values = values;
		this.ranges = ranges;
		ranges.forEach((scan, entries) -> {
			if (!scan.keysOnly() && !scan.reverse()) {
				this.wide.put(scan.from(), new ReadRange(scan, entries));
			}
		});
	}

	static Prefetched read(Snapshot snapshot, Set<Key> keys, Collection<Scan> scans) {
		Reads reads = snapshot.readAll(keys, scans);
		return new Prefetched(snapshot, keys, reads.values(), reads.ranges());
	}

	/**
	 * The keys that were read beforehand, and exist.
	 */
	Map<Key, byte[]> values() {
		return this.values;
	}

	@Override
	public Timestamp timestamp() {
		return this.snapshot.timestamp();
	}

	@Override
	public byte @Nullable [] get(Key key) {
		return this.keys.contains(key) ? this.values.get(key) : this.snapshot.get(key);
	}

	@Override
	public Map<Key, byte[]> getAll(Collection<Key> keys) {
		return this.snapshot.getAll(keys);
	}

	@Override
	public List<Entry> scan(Scan scan) {
		List<Entry> known = known(scan);
		return (known != null) ? known : this.snapshot.scan(scan);
	}

	/**
	 * What a scan finds that is answered from memory; null if it is not.
	 */
	@Nullable List<Entry> known(Scan scan) {
		List<Entry> exact = this.ranges.get(scan);
		if (exact != null) {
			return exact;
		}
		Map.Entry<Key, ReadRange> wider = this.wide.floorEntry(scan.from());
		return (wider != null) ? wider.getValue().find(scan) : null;
	}

}
