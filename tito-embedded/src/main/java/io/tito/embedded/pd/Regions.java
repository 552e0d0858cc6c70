package io.tito.embedded.pd;

import java.util.Arrays;
import java.util.List;

import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * What a test may do to the regions of a running server, and ask of them. Regions are
 * named by any raw key that they hold. Thread-safe.
 */
public final class Regions {

	private final Topology topology;

	public Regions(Topology topology) {
		this.topology = topology;
	}

	/**
	 * All regions.
	 * @return them, in the order of their keys
	 */
	public List<Region> all() {
		return this.topology.allRegions();
	}

	/**
	 * The region of a key.
	 * @param key the key
	 * @return its region
	 */
	public Region of(byte[] key) {
		return this.topology.regionOfKey(ByteString.copyFrom(key));
	}

	/**
	 * Let regions begin at keys. Where one begins already, nothing happens.
	 * @param keys the keys
	 */
	public void split(byte[]... keys) {
		Arrays.stream(keys).map(ByteString::copyFrom).forEach(this::split);
	}

	private void split(ByteString key) {
		synchronized (this.topology) {
			Region region = this.topology.regionOfKey(key);
			if (!region.range().start().equals(key)) {
				this.topology.split(region, List.of(key));
			}
		}
	}

	/**
	 * Let the region of a key take over the one to its right, whose id is not known any
	 * more then.
	 * @param key the key
	 * @throws IllegalStateException if there is none to its right
	 */
	public void merge(byte[] key) {
		synchronized (this.topology) {
			if (!this.topology.merge(of(key).id())) {
				throw new IllegalStateException("The region is the last one; name a region that has another behind it");
			}
		}
	}

	/**
	 * Let another store serve the region of a key.
	 * @param key the key
	 * @param store the id of the store; 0 for none, as {@link #loseLeader} does
	 */
	public void transferLeader(byte[] key, long store) {
		synchronized (this.topology) {
			this.topology.transferLeader(of(key).id(), store);
		}
	}

	/**
	 * Leave the region of a key without a leader, as during an election.
	 * @param key the key
	 */
	public void loseLeader(byte[] key) {
		transferLeader(key, 0);
	}

}
