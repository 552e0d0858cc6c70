package io.tito.embedded.pd;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.tito.embedded.storage.KeyRange;
import org.tikv.kvproto.Metapb;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * The cluster: its store and its regions, in the order of their keys and without gaps.
 * Immutable as long as regions do not split.
 */
public final class Topology {

	private static final long STORE = 1;

	private static final long FIRST_REGION = 2;

	private static final long FIRST_PEER = 3;

	private static final String VERSION = "7.5.0";

	private final long clusterId;

	private final Supplier<String> address;

	private final List<Region> regions;

	/**
	 * A cluster of one store and one region.
	 * @param clusterId the id by which clients know it
	 * @param address where the store listens, as {@code host:port}; asked for once it
	 * does
	 */
	public Topology(long clusterId, Supplier<String> address) {
		this.clusterId = clusterId;
		this.address = address;
		Metapb.Peer peer = Metapb.Peer.newBuilder().setId(FIRST_PEER).setStoreId(STORE).build();
		this.regions = List.of(new Region(FIRST_REGION, peer, 1, KeyRange.ALL));
	}

	long clusterId() {
		return this.clusterId;
	}

	String address() {
		return this.address.get();
	}

	List<Metapb.Store> stores() {
		return List.of(Metapb.Store.newBuilder()
			.setId(STORE)
			.setAddress(address())
			.setState(Metapb.StoreState.Up)
			.setVersion(VERSION)
			.build());
	}

	public long storeId() {
		return STORE;
	}

	List<Region> regions() {
		return this.regions;
	}

	public Optional<Region> region(long id) {
		return this.regions.stream().filter((region) -> region.id() == id).findFirst();
	}

	Optional<Region> regionOf(ByteString encodedKey) {
		return this.regions.stream().filter((region) -> region.encodedRange().contains(encodedKey)).findFirst();
	}

	Optional<Region> regionBefore(ByteString encodedKey) {
		int index = regionOf(encodedKey).map(this.regions::indexOf).orElse(0);
		return (index > 0) ? Optional.of(this.regions.get(index - 1)) : Optional.empty();
	}

}
