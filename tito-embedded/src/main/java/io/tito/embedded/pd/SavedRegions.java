package io.tito.embedded.pd;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.tito.embedded.storage.ClusterState;
import io.tito.embedded.storage.EncodedKeys;
import io.tito.embedded.storage.KeyRange;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.InvalidProtocolBufferException;

/**
 * Regions as the cluster remembers them: in the form in which PD tells them.
 */
final class SavedRegions {

	private static final String REGIONS = "regions";

	private static final String LAST_ID = "last-id";

	private final ClusterState state;

	SavedRegions(ClusterState state) {
		this.state = state;
	}

	/**
	 * The greatest id that was given to a region or peer, also to one that is gone.
	 * @return the id, 0 if none was
	 */
	long lastId() {
		return this.state.load(LAST_ID).map((saved) -> ByteBuffer.wrap(saved).getLong()).orElse(0L);
	}

	List<Region> load() {
		List<Region> regions = new ArrayList<>();
		this.state.load(REGIONS)
			.ifPresent((saved) -> parse(saved).getRegionsList().forEach((each) -> regions.add(region(each))));
		return regions;
	}

	private static Pdpb.ScanRegionsResponse parse(byte[] saved) {
		try {
			return Pdpb.ScanRegionsResponse.parseFrom(saved);
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalStateException("The data directory is damaged: its regions cannot be read", ex);
		}
	}

	private static Region region(Pdpb.Region saved) {
		Metapb.Region region = saved.getRegion();
		KeyRange range = new KeyRange(key(region.getStartKey()), key(region.getEndKey()));
		return new Region(region.getId(), region.getRegionEpoch().getVersion(), range, region.getPeersList(),
				saved.getLeader().getStoreId(), Region.FIRST_TERM);
	}

	private static ByteString key(ByteString encoded) {
		return EncodedKeys.decode(encoded).orElse(ByteString.EMPTY);
	}

	void save(List<Region> regions, long lastId) {
		Pdpb.ScanRegionsResponse.Builder message = Pdpb.ScanRegionsResponse.newBuilder();
		for (Region region : regions) {
			message.addRegions(Pdpb.Region.newBuilder()
				.setRegion(region.toMessage())
				.setLeader(region.leadingPeer().orElse(Metapb.Peer.getDefaultInstance())));
		}
		// an id is never given twice, so that it is saved first
		this.state.save(LAST_ID, ByteBuffer.allocate(Long.BYTES).putLong(lastId).array());
		this.state.save(REGIONS, message.build().toByteArray());
	}

}
