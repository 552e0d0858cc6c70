package io.tito.client.internal.region;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import io.tito.client.internal.pd.RegionDirectory;
import io.tito.client.internal.rpc.Budget;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.Pdpb;

/**
 * The regions that were seen, by their first key. What is cached may be out of date; the
 * stores say so, and then the entry is replaced. Thread-safe; look-ups take no lock.
 */
public final class RegionCache {

	private final RegionDirectory directory;

	private final StoreAddresses addresses;

	private final ConcurrentSkipListMap<Key, Region> regions = new ConcurrentSkipListMap<>();

	public RegionCache(RegionDirectory directory) {
		this.directory = directory;
		this.addresses = new StoreAddresses(directory);
	}

	/**
	 * The region of a key, from PD if it is not known.
	 * @param key the key
	 * @param budget pays
	 * @return the region
	 */
	public Region locate(Key key, Budget budget) {
		Region cached = cached(key);
		return (cached != null) ? cached : load(this.directory.region(EncodedKey.encode(key), budget), budget);
	}

	/**
	 * The region of a key if it is known.
	 * @param key the key
	 * @return the region or null
	 */
	public @Nullable Region cached(Key key) {
		Map.Entry<Key, Region> floor = this.regions.floorEntry(key);
		return (floor != null && floor.getValue().contains(key)) ? floor.getValue() : null;
	}

	/**
	 * The region of the keys just before a key.
	 * @param key a key, not empty
	 * @param budget pays
	 * @return the region
	 */
	public Region locateBefore(Key key, Budget budget) {
		Map.Entry<Key, Region> lower = this.regions.lowerEntry(key);
		if (lower != null && lower.getValue().containsBefore(key)) {
			return lower.getValue();
		}
		while (true) {
			Region here = load(this.directory.region(EncodedKey.encode(key), budget), budget);
			if (here.containsBefore(key)) {
				return here;
			}
			Region before = load(this.directory.previousRegion(EncodedKey.encode(key), budget), budget);
			if (before.containsBefore(key)) {
				return before;
			}
			// regions were merged between the two answers
		}
	}

	private Region load(Pdpb.GetRegionResponse found, Budget budget) {
		Metapb.Peer leader = found.hasLeader() && found.getLeader().getStoreId() != 0 ? found.getLeader()
				: found.getRegion().getPeers(0);
		Region region = withLeader(found.getRegion(), leader, budget);
		put(region);
		return region;
	}

	private Region withLeader(Metapb.Region meta, Metapb.Peer leader, Budget budget) {
		return Region.of(meta, leader, this.addresses.of(leader.getStoreId(), budget));
	}

	private void put(Region region) {
		for (Region other : overlapping(region)) {
			if (other.version() > region.version()) {
				return;
			}
		}
		overlapping(region).forEach((other) -> this.regions.remove(other.start(), other));
		this.regions.put(region.start(), region);
	}

	private List<Region> overlapping(Region region) {
		List<Region> found = new ArrayList<>();
		Map.Entry<Key, Region> before = this.regions.lowerEntry(region.start());
		if (before != null && before.getValue().overlaps(region)) {
			found.add(before.getValue());
		}
		for (Region other : this.regions.tailMap(region.start(), true).values()) {
			if (!other.overlaps(region)) {
				break;
			}
			found.add(other);
		}
		return found;
	}

	/**
	 * Ask PD again the next time.
	 * @param region the region to forget
	 */
	public void invalidate(Region region) {
		this.regions.remove(region.start(), region);
	}

	/**
	 * A store did not answer, or is another: its address may have changed, too.
	 * @param region a region that it led
	 */
	public void invalidateStore(Region region) {
		this.addresses.forget(region.leaderStore());
		invalidate(region);
	}

	/**
	 * Another peer leads a region.
	 * @param region the region
	 * @param leader its leader
	 * @param budget pays
	 */
	public void leaderIs(Region region, Metapb.Peer leader, Budget budget) {
		Region moved = withLeader(region.meta(), leader, budget);
		this.regions.replace(region.start(), region, moved);
	}

	/**
	 * A region was split or merged.
	 * @param old the region as it was known
	 * @param current what is there now, as a store said
	 * @param budget pays
	 * @return false if the store is behind what is cached
	 */
	public boolean replace(Region old, List<Metapb.Region> current, Budget budget) {
		for (Metapb.Region meta : current) {
			if (meta.getId() == old.id() && meta.getRegionEpoch().getVersion() < old.version()) {
				return false;
			}
		}
		invalidate(old);
		for (Metapb.Region meta : current) {
			Metapb.Peer leader = meta.getPeersList()
				.stream()
				.filter((peer) -> peer.getStoreId() == old.leaderStore())
				.findFirst()
				.orElse(meta.getPeers(0));
			put(withLeader(meta, leader, budget));
		}
		return true;
	}

}
