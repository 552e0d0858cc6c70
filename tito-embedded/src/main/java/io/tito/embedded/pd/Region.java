package io.tito.embedded.pd;

import io.tito.embedded.storage.KeyRange;
import org.tikv.kvproto.Metapb;

/**
 * A region: a range of keys that one store serves.
 *
 * @param id its id
 * @param peer its only peer, the leader
 * @param version counts splits and merges
 * @param range its raw keys
 */
public record Region(long id, Metapb.Peer peer, long version, KeyRange range) {

	/**
	 * The region as messages carry it, with encoded bounds.
	 * @return the message
	 */
	public Metapb.Region toMessage() {
		return Metapb.Region.newBuilder()
			.setId(this.id)
			.setStartKey(encodedRange().start())
			.setEndKey(encodedRange().end())
			.setRegionEpoch(Metapb.RegionEpoch.newBuilder().setConfVer(1).setVersion(this.version))
			.addPeers(this.peer)
			.build();
	}

	/**
	 * The range as PD knows it: it compares encoded keys and never decodes them.
	 * @return the range of encoded keys
	 */
	KeyRange encodedRange() {
		return new KeyRange(EncodedKeys.encodeBound(this.range.start()), EncodedKeys.encodeBound(this.range.end()));
	}

}
