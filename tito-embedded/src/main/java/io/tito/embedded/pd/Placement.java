package io.tito.embedded.pd;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.tito.embedded.storage.EncodedKeys;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * What PD does about regions. Here it is done when the answer is given, so that no
 * operator is ever seen running.
 */
final class Placement {

	private static final int ALL = 100;

	private final Topology topology;

	private final PdRequests requests;

	Placement(Topology topology, PdRequests requests) {
		this.topology = topology;
		this.requests = requests;
	}

	Pdpb.SplitRegionsResponse split(Pdpb.SplitRegionsRequest request) {
		Pdpb.ResponseHeader header = this.requests.answerTo(request.getHeader());
		return Pdpb.SplitRegionsResponse.newBuilder()
			.setHeader(header)
			.addAllRegionsId(split(request.getSplitKeysList()))
			.setFinishedPercentage(ALL)
			.build();
	}

	Pdpb.ScatterRegionResponse scatter(Pdpb.ScatterRegionRequest request) {
		Pdpb.ResponseHeader header = this.requests.answerTo(request.getHeader());
		List<Long> ids = (request.getRegionsIdCount() > 0) ? request.getRegionsIdList() : idsOf(request);
		List<Long> unknown = ids.stream().filter((id) -> this.topology.region(id).isEmpty()).toList();
		if (!unknown.isEmpty()) {
			return Pdpb.ScatterRegionResponse.newBuilder().setHeader(notFound(header, unknown.get(0))).build();
		}
		ids.forEach(this.topology::scatter);
		return Pdpb.ScatterRegionResponse.newBuilder().setHeader(header).setFinishedPercentage(ALL).build();
	}

	@SuppressWarnings("deprecation")
	private static List<Long> idsOf(Pdpb.ScatterRegionRequest request) {
		return List.of(request.getRegionId());
	}

	Pdpb.SplitAndScatterRegionsResponse splitAndScatter(Pdpb.SplitAndScatterRegionsRequest request) {
		Pdpb.ResponseHeader header = this.requests.answerTo(request.getHeader());
		Set<Long> ids = split(request.getSplitKeysList());
		ids.forEach(this.topology::scatter);
		return Pdpb.SplitAndScatterRegionsResponse.newBuilder()
			.setHeader(header)
			.addAllRegionsId(ids)
			.setSplitFinishedPercentage(ALL)
			.setScatterFinishedPercentage(ALL)
			.build();
	}

	Pdpb.GetOperatorResponse operator(Pdpb.GetOperatorRequest request) {
		Pdpb.ResponseHeader header = this.requests.answerTo(request.getHeader());
		if (this.topology.region(request.getRegionId()).isEmpty()) {
			return Pdpb.GetOperatorResponse.newBuilder().setHeader(notFound(header, request.getRegionId())).build();
		}
		return Pdpb.GetOperatorResponse.newBuilder()
			.setHeader(header)
			.setRegionId(request.getRegionId())
			.setDesc(ByteString.copyFromUtf8("scatter-region"))
			.setStatus(Pdpb.OperatorStatus.SUCCESS)
			.build();
	}

	private static Pdpb.ResponseHeader notFound(Pdpb.ResponseHeader header, long region) {
		return PdRequests.withError(header, "region " + region + " not found");
	}

	/**
	 * Split at encoded keys; what is no encoded key is left out, as PD's best effort.
	 * @param encodedKeys the keys
	 * @return the ids of the regions that came of it
	 */
	private Set<Long> split(List<ByteString> encodedKeys) {
		Set<Long> ids = new LinkedHashSet<>();
		Regions regions = new Regions(this.topology);
		for (ByteString key : decoded(encodedKeys)) {
			regions.split(key.toByteArray());
			ids.add(this.topology.regionOfKey(key).id());
			this.topology.regions().before(this.topology.regionOfKey(key)).ifPresent((left) -> ids.add(left.id()));
		}
		return ids;
	}

	private static List<ByteString> decoded(List<ByteString> encodedKeys) {
		List<ByteString> keys = new ArrayList<>();
		encodedKeys.stream().map(EncodedKeys::decode).flatMap(Optional::stream).forEach(keys::add);
		keys.removeIf(ByteString::isEmpty);
		return keys;
	}

}
