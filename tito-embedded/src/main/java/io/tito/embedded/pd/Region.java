package io.tito.embedded.pd;

import java.util.List;
import java.util.Optional;

import io.tito.embedded.storage.EncodedKeys;
import io.tito.embedded.storage.KeyRange;
import org.tikv.kvproto.Metapb;

/**
 * A region: a range of keys that several stores hold and one of them serves.
 *
 * @param id its id
 * @param version counts splits and merges
 * @param range its raw keys
 * @param peers its peers, one per store
 * @param leader the store that serves it, 0 while there is none
 * @param term counts its leaders
 */
public record Region(long id, long version, KeyRange range, List<Metapb.Peer> peers, long leader, long term) {

	// TiKV gives to a new region the term 5 and then has an election
	static final long FIRST_TERM = 6;

	public Region {
		peers = List.copyOf(peers);
	}

	/**
	 * The region as messages carry it, with encoded bounds.
	 * @return the message
	 */
	public Metapb.Region toMessage() {
		KeyRange encoded = encodedRange();
		return Metapb.Region.newBuilder()
			.setId(this.id)
			.setStartKey(encoded.start())
			.setEndKey(encoded.end())
			.setRegionEpoch(Metapb.RegionEpoch.newBuilder().setConfVer(1).setVersion(this.version))
			.addAllPeers(this.peers)
			.build();
	}

	/**
	 * The peer of this region on a store.
	 * @param store the store
	 * @return the peer, if the store holds the region
	 */
	public Optional<Metapb.Peer> peerOn(long store) {
		return this.peers.stream().filter((peer) -> peer.getStoreId() == store).findFirst();
	}

	/**
	 * The peer that serves the region.
	 * @return the leader, if there is one
	 */
	public Optional<Metapb.Peer> leadingPeer() {
		return peerOn(this.leader);
	}

	/**
	 * The range as PD knows it: it compares encoded keys and never decodes them.
	 * @return the range of encoded keys
	 */
	public KeyRange encodedRange() {
		return new KeyRange(EncodedKeys.encodeBound(this.range.start()), EncodedKeys.encodeBound(this.range.end()));
	}

	Region ledBy(long store) {
		return new Region(this.id, this.version, this.range, this.peers, store, this.term + 1);
	}

	Region with(long newVersion, KeyRange newRange) {
		return new Region(this.id, newVersion, newRange, this.peers, this.leader, this.term);
	}

}
