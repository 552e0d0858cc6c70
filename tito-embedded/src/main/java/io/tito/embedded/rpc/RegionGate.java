package io.tito.embedded.rpc;

import java.util.List;

import io.tito.embedded.pd.EncodedKeys;
import io.tito.embedded.pd.Region;
import io.tito.embedded.pd.Topology;
import io.tito.embedded.storage.KeyRange;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Checks that a request was sent to the right place, in the order in which TiKV does.
 */
final class RegionGate {

	private final Topology topology;

	RegionGate(Topology topology) {
		this.topology = topology;
	}

	/**
	 * Find the region of a request.
	 * @param context where the client believes the region to be
	 * @param keys the raw keys that must lie in it
	 * @return the region's range
	 * @throws RegionException if the client is wrong
	 */
	KeyRange enter(Context context, List<ByteString> keys) {
		checkStore(context);
		Region region = this.topology.region(context.getRegionId()).orElseThrow(() -> notFound(context.getRegionId()));
		checkPeer(context, region);
		checkEpoch(context, region);
		for (ByteString key : keys) {
			checkKey(key, region);
		}
		return region.range();
	}

	private void checkStore(Context context) {
		long asked = context.getPeer().getStoreId();
		if (asked != this.topology.storeId()) {
			throw new RegionException(Errorpb.Error.newBuilder()
				.setMessage("to store id " + asked + ", mine " + this.topology.storeId())
				.setStoreNotMatch(Errorpb.StoreNotMatch.newBuilder()
					.setRequestStoreId(asked)
					.setActualStoreId(this.topology.storeId()))
				.build());
		}
	}

	private static RegionException notFound(long region) {
		return new RegionException(Errorpb.Error.newBuilder()
			.setMessage("region " + region + " not found")
			.setRegionNotFound(Errorpb.RegionNotFound.newBuilder().setRegionId(region))
			.build());
	}

	private static void checkPeer(Context context, Region region) {
		if (context.getPeer().getId() != region.peer().getId()) {
			throw new RegionException(Errorpb.Error.newBuilder()
				.setMessage("mismatch peer id " + region.peer().getId() + " != " + context.getPeer().getId())
				.build());
		}
	}

	// a newer version than this server's is as wrong as an older one
	private static void checkEpoch(Context context, Region region) {
		if (context.getRegionEpoch().getVersion() != region.version()) {
			throw new RegionException(Errorpb.Error.newBuilder()
				.setMessage("epoch not match")
				.setEpochNotMatch(Errorpb.EpochNotMatch.newBuilder().addCurrentRegions(region.toMessage()))
				.build());
		}
	}

	private static void checkKey(ByteString key, Region region) {
		if (!region.range().contains(key)) {
			throw new RegionException(Errorpb.Error.newBuilder()
				.setMessage("key is not in region " + region.id())
				.setKeyNotInRegion(Errorpb.KeyNotInRegion.newBuilder()
					.setRegionId(region.id())
					.setKey(EncodedKeys.encode(key))
					.setStartKey(EncodedKeys.encodeBound(region.range().start()))
					.setEndKey(EncodedKeys.encodeBound(region.range().end())))
				.build());
		}
	}

}
