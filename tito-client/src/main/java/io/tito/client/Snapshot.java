package io.tito.client;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * Reads of everything that was committed at or before one timestamp, and of nothing else.
 * The same read gives the same answer for as long as the store keeps old versions.
 * <p>
 * A read that meets another transaction's lock settles with the lock's owner whether that
 * transaction is part of the snapshot; it never ignores a lock whose outcome is open. All
 * reads go to the leader of the region.
 * <p>
 * Snapshots are thread-safe unless a subtype says otherwise. All methods throw
 * {@link StoreUnavailableException}, {@link ClientTimeoutException} or
 * {@link ClientClosedException}; reads may be repeated after each of the first two.
 */
public interface Snapshot {

	/**
	 * The timestamp of the snapshot.
	 * @return the timestamp
	 */
	Timestamp timestamp();

	byte @Nullable [] get(Key key);

	/**
	 * Read many keys at once: one request per region.
	 * @param keys the keys
	 * @return what exists, in the order in which the keys were given
	 */
	Map<Key, byte[]> getAll(Collection<Key> keys);

	/**
	 * Read a range.
	 * @param scan range, direction and limit
	 * @return the entries in the direction of the scan; fewer than the limit only if the
	 * range holds no more
	 */
	List<Entry> scan(Scan scan);

	/**
	 * Read keys and ranges: outside of transactions all of them together, so that it
	 * takes one trip what would take one for each. All answers are held in memory at
	 * once.
	 * @param keys the keys
	 * @param scans the ranges
	 * @return what {@link #getAll} returns for the keys, and what {@link #scan} returns
	 * for the ranges; a range that cannot be read at once, as its region moves or a lock
	 * is in the way, is left out and is to be scanned by itself
	 */
	default Reads readAll(Collection<Key> keys, Collection<Scan> scans) {
		Map<Scan, List<Entry>> ranges = new HashMap<>();
		scans.forEach((scan) -> ranges.put(scan, scan(scan)));
		return new Reads(getAll(keys), ranges);
	}

}
