package io.tito.embedded.pd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

import io.tito.embedded.storage.ClusterState;
import io.tito.embedded.storage.EncodedKeys;
import io.tito.embedded.storage.KeyRange;
import org.tikv.kvproto.Metapb;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * The cluster: its stores and its regions. Every store has a peer of every region, so
 * that any of them can lead. Thread-safe; readers see one state of all regions.
 */
public final class Topology {

	private static final long FIRST_STORE = 1;

	private static final String VERSION = "7.5.0";

	private static final int MOST_SIBLINGS = 10;

	private final long clusterId;

	private final List<Long> stores;

	private final LongFunction<String> address;

	private final SavedRegions saved;

	private volatile RegionMap regions;

	private long lastId;

	private int scattered;

	/**
	 * A cluster of the regions that it had, or of one.
	 * @param clusterId the id by which clients know it
	 * @param stores how many stores it has
	 * @param state remembers the regions
	 * @param address where a store listens, as {@code host:port}; asked for once it does
	 */
	public Topology(long clusterId, int stores, ClusterState state, LongFunction<String> address) {
		this.clusterId = clusterId;
		this.stores = LongStream.range(FIRST_STORE, FIRST_STORE + stores).boxed().toList();
		this.address = address;
		this.saved = new SavedRegions(state);
		this.lastId = Math.max(stores, this.saved.lastId());
		List<Region> known = this.saved.load();
		this.regions = new RegionMap(known.isEmpty() ? List.of(newRegion(1, KeyRange.ALL, FIRST_STORE))
				: known.stream().map(this::withPeers).toList());
	}

	// there may be more or fewer stores than when the region was saved
	private Region withPeers(Region region) {
		List<Metapb.Peer> peers = this.stores.stream()
			.map((store) -> region.peerOn(store).orElseGet(() -> newPeer(store)))
			.toList();
		long leader = this.stores.contains(region.leader()) ? region.leader() : FIRST_STORE;
		return new Region(region.id(), region.version(), region.range(), peers, leader, region.term());
	}

	private Metapb.Peer newPeer(long store) {
		return Metapb.Peer.newBuilder().setId(++this.lastId).setStoreId(store).build();
	}

	private void become(RegionMap newRegions) {
		this.saved.save(newRegions.all(), this.lastId);
		this.regions = newRegions;
	}

	private Region newRegion(long version, KeyRange range, long leader) {
		long id = ++this.lastId;
		List<Metapb.Peer> peers = this.stores.stream().map(this::newPeer).toList();
		return new Region(id, version, range, peers, leader, Region.FIRST_TERM);
	}

	public long clusterId() {
		return this.clusterId;
	}

	/**
	 * Where PD listens: beside the first store.
	 * @return {@code host:port}
	 */
	String address() {
		return this.address.apply(FIRST_STORE);
	}

	public List<Long> storeIds() {
		return this.stores;
	}

	List<Metapb.Store> stores() {
		return this.stores.stream()
			.map((store) -> Metapb.Store.newBuilder()
				.setId(store)
				.setAddress(this.address.apply(store))
				.setState(Metapb.StoreState.Up)
				.setVersion(VERSION)
				.build())
			.toList();
	}

	RegionMap regions() {
		return this.regions;
	}

	public List<Region> allRegions() {
		return this.regions.all();
	}

	public Optional<Region> region(long id) {
		return this.regions.byId(id);
	}

	public Region regionOfKey(ByteString key) {
		return this.regions.holding(EncodedKeys.encode(key));
	}

	/**
	 * A region and those that were split from it since a client learned of it.
	 * @param region the region
	 * @param knownVersion the version that the client knows
	 * @return the region first
	 */
	public List<Region> withSiblings(Region region, long knownVersion) {
		return this.regions.withSiblings(region, knownVersion, MOST_SIBLINGS);
	}

	/**
	 * Split a region. The last part keeps the region's id.
	 * @param region the region, as the keys were checked against it
	 * @param keys raw keys inside of it, in order and without repetition
	 * @return the parts, in order; none if the region has changed since
	 */
	public synchronized List<Region> split(Region region, List<ByteString> keys) {
		if (!this.regions.byId(region.id()).filter(region::equals).isPresent()) {
			return List.of();
		}
		long version = region.version() + keys.size();
		List<Region> parts = new ArrayList<>();
		ByteString start = region.range().start();
		for (ByteString key : keys) {
			parts.add(newRegion(version, new KeyRange(start, key), region.leader()));
			start = key;
		}
		parts.add(region.with(version, new KeyRange(start, region.range().end())));
		become(this.regions.replacing(List.of(region), parts));
		return parts;
	}

	/**
	 * Let a region take over the one to its right.
	 * @param id the region that stays
	 * @return false if it is the last one
	 */
	public synchronized boolean merge(long id) {
		Region target = existing(id);
		Optional<Region> source = this.regions.after(target);
		source.ifPresent((gone) -> {
			// preparing a merge counts for the source, finishing it for the target
			long version = Math.max(target.version(), gone.version() + 1) + 1;
			Region merged = target.with(version, RegionMap.join(target.range(), gone.range()));
			become(this.regions.replacing(List.of(target, gone), List.of(merged)));
		});
		return source.isPresent();
	}

	/**
	 * Move the leader of a region.
	 * @param id the region
	 * @param store the store that serves it from now on; 0 for none
	 */
	public synchronized void transferLeader(long id, long store) {
		if (store != 0 && !this.stores.contains(store)) {
			throw new IllegalArgumentException("There is no store " + store + "; the stores are " + this.stores);
		}
		change(id, (region) -> region.ledBy(store));
	}

	/**
	 * Move the leader of a region to another store, if there is one.
	 * @param id the region
	 */
	synchronized void scatter(long id) {
		transferLeader(id, this.stores.get(this.scattered++ % this.stores.size()));
	}

	private void change(long id, UnaryOperator<Region> change) {
		Region region = existing(id);
		become(this.regions.replacing(List.of(region), List.of(change.apply(region))));
	}

	private Region existing(long id) {
		return this.regions.byId(id)
			.orElseThrow(() -> new IllegalArgumentException("There is no region " + id + " (any more)"));
	}

}
