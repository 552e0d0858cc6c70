package io.tito.embedded.rpc;

import java.util.List;

import io.tito.embedded.pd.Region;
import io.tito.embedded.pd.Topology;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb.SplitRegionRequest;
import org.tikv.kvproto.Kvrpcpb.SplitRegionResponse;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * SplitRegion: cut a region at raw keys, at once.
 */
@SuppressWarnings("deprecation") // older clients use the old fields
final class SplitRegion {

	private final Topology topology;

	SplitRegion(Topology topology) {
		this.topology = topology;
	}

	static List<ByteString> keys(SplitRegionRequest request) {
		return request.getSplitKey().isEmpty() ? request.getSplitKeysList() : List.of(request.getSplitKey());
	}

	SplitRegionResponse run(SplitRegionRequest request) {
		List<ByteString> keys = keys(request).stream().sorted(ByteString.unsignedLexicographicalComparator()).toList();
		List<Region> parts = this.topology.region(request.getContext().getRegionId())
			.map((region) -> split(region, keys))
			.orElse(List.of());
		if (parts.isEmpty()) {
			// somebody else was faster
			throw new RegionException(Errorpb.Error.newBuilder()
				.setMessage("epoch not match")
				.setEpochNotMatch(Errorpb.EpochNotMatch.getDefaultInstance())
				.build());
		}
		SplitRegionResponse.Builder response = SplitRegionResponse.newBuilder();
		parts.forEach((part) -> response.addRegions(part.toMessage()));
		if (parts.size() == 2) {
			response.setLeft(response.getRegions(0)).setRight(response.getRegions(1));
		}
		return response.build();
	}

	private List<Region> split(Region region, List<ByteString> keys) {
		check(keys, region.range().start());
		return keys.stream().allMatch(region.range()::contains) ? this.topology.split(region, keys) : List.of();
	}

	private static void check(List<ByteString> keys, ByteString start) {
		if (keys.isEmpty()) {
			throw refused("no split key is specified");
		}
		ByteString before = start;
		for (ByteString key : keys) {
			if (key.equals(before)) {
				throw refused("invalid split request: a key is empty, repeated or the region's first");
			}
			before = key;
		}
	}

	private static RegionException refused(String message) {
		return new RegionException(Errorpb.Error.newBuilder().setMessage(message).build());
	}

}
