package io.tito.client;

import java.util.Collection;
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
	 * takes as many trips as the longest of them. All answers are held in memory at once.
	 * @param keys the keys
	 * @param scans the ranges
	 * @return what {@link #getAll} and {@link #scan} return for them
	 */
	default Reads readAll(Collection<Key> keys, List<Scan> scans) {
		return new Reads(getAll(keys), scans.stream().map(this::scan).toList());
	}

}
