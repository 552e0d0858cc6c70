package io.tito.embedded.pd;

import java.util.Optional;

import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.Status;

/**
 * The answers of PD.
 */
final class PdRequests {

	private static final long MEMBER = 1;

	private static final int MILLIS_SHIFT = 18;

	private final Topology topology;

	private final Oracle oracle;

	private final SafePoints safePoints;

	private final String scheme;

	PdRequests(Topology topology, Oracle oracle, SafePoints safePoints, String scheme) {
		this.topology = topology;
		this.oracle = oracle;
		this.safePoints = safePoints;
		this.scheme = scheme;
	}

	private Pdpb.ResponseHeader header() {
		return Pdpb.ResponseHeader.newBuilder().setClusterId(this.topology.clusterId()).build();
	}

	Pdpb.ResponseHeader answerTo(Pdpb.RequestHeader request) {
		if (request.getClusterId() != this.topology.clusterId()) {
			throw Status.FAILED_PRECONDITION
				.withDescription(
						"mismatch cluster id, need " + this.topology.clusterId() + " but got " + request.getClusterId())
				.asRuntimeException();
		}
		return header();
	}

	Pdpb.GetMembersResponse members(Pdpb.GetMembersRequest request) {
		String url = this.scheme + "://" + this.topology.address();
		Pdpb.Member member = Pdpb.Member.newBuilder()
			.setName("pd")
			.setMemberId(MEMBER)
			.addClientUrls(url)
			.addPeerUrls(url)
			.build();
		return Pdpb.GetMembersResponse.newBuilder()
			.setHeader(header())
			.addMembers(member)
			.setLeader(member)
			.setEtcdLeader(member)
			.build();
	}

	Pdpb.TsoResponse timestamps(Pdpb.TsoRequest request) {
		Pdpb.ResponseHeader header = answerTo(request.getHeader());
		if (request.getCount() < 1 || request.getCount() >= Oracle.PER_MILLISECOND) {
			throw Status.INVALID_ARGUMENT
				.withDescription("tso count should be positive and below " + Oracle.PER_MILLISECOND + ", not "
						+ request.getCount())
				.asRuntimeException();
		}
		long last = this.oracle.next(request.getCount());
		Pdpb.Timestamp timestamp = Pdpb.Timestamp.newBuilder()
			.setPhysical(last / Oracle.PER_MILLISECOND)
			.setLogical(last % Oracle.PER_MILLISECOND)
			.build();
		return Pdpb.TsoResponse.newBuilder()
			.setHeader(header)
			.setCount(request.getCount())
			.setTimestamp(timestamp)
			.build();
	}

	Pdpb.GetRegionResponse region(Pdpb.GetRegionRequest request) {
		return response(answerTo(request.getHeader()), Optional.of(holding(request.getRegionKey())));
	}

	Pdpb.GetRegionResponse previousRegion(Pdpb.GetRegionRequest request) {
		return response(answerTo(request.getHeader()), this.topology.regions().before(holding(request.getRegionKey())));
	}

	private Region holding(ByteString encodedKey) {
		return this.topology.regions().holding(encodedKey);
	}

	Pdpb.GetRegionResponse regionById(Pdpb.GetRegionByIDRequest request) {
		return response(answerTo(request.getHeader()), this.topology.region(request.getRegionId()));
	}

	// no region is an answer too: the header alone
	private static Pdpb.GetRegionResponse response(Pdpb.ResponseHeader header, Optional<Region> found) {
		Pdpb.GetRegionResponse.Builder response = Pdpb.GetRegionResponse.newBuilder().setHeader(header);
		found.ifPresent((region) -> {
			response.setRegion(region.toMessage());
			region.leadingPeer().ifPresent(response::setLeader);
		});
		return response.build();
	}

	Pdpb.ScanRegionsResponse scanRegions(Pdpb.ScanRegionsRequest request) {
		Pdpb.ScanRegionsResponse.Builder response = Pdpb.ScanRegionsResponse.newBuilder()
			.setHeader(answerTo(request.getHeader()));
		int limit = (request.getLimit() > 0) ? request.getLimit() : Integer.MAX_VALUE;
		this.topology.regions()
			.between(request.getStartKey(), request.getEndKey())
			.stream()
			.limit(limit)
			.forEach((region) -> {
				Metapb.Region message = region.toMessage();
				Metapb.Peer leader = region.leadingPeer().orElse(Metapb.Peer.getDefaultInstance());
				response.addRegionMetas(message).addLeaders(leader);
				response.addRegions(Pdpb.Region.newBuilder().setRegion(message).setLeader(leader));
			});
		return response.build();
	}

	Pdpb.GetStoreResponse store(Pdpb.GetStoreRequest request) {
		Pdpb.ResponseHeader header = answerTo(request.getHeader());
		Pdpb.GetStoreResponse.Builder response = Pdpb.GetStoreResponse.newBuilder();
		this.topology.stores()
			.stream()
			.filter((store) -> store.getId() == request.getStoreId())
			.findFirst()
			.ifPresentOrElse((store) -> response.setHeader(header).setStore(store),
					() -> response.setHeader(withError(header, "invalid store ID " + request.getStoreId())));
		return response.build();
	}

	static Pdpb.ResponseHeader withError(Pdpb.ResponseHeader header, String message) {
		return header.toBuilder()
			.setError(Pdpb.Error.newBuilder().setType(Pdpb.ErrorType.UNKNOWN).setMessage(message))
			.build();
	}

	Pdpb.GetAllStoresResponse stores(Pdpb.GetAllStoresRequest request) {
		return Pdpb.GetAllStoresResponse.newBuilder()
			.setHeader(answerTo(request.getHeader()))
			.addAllStores(this.topology.stores())
			.build();
	}

	Pdpb.GetClusterConfigResponse clusterConfig(Pdpb.GetClusterConfigRequest request) {
		return Pdpb.GetClusterConfigResponse.newBuilder()
			.setHeader(answerTo(request.getHeader()))
			.setCluster(Metapb.Cluster.newBuilder()
				.setId(this.topology.clusterId())
				.setMaxPeerCount(this.topology.storeIds().size()))
			.build();
	}

	Pdpb.GetGCSafePointResponse safePoint(Pdpb.GetGCSafePointRequest request) {
		return Pdpb.GetGCSafePointResponse.newBuilder()
			.setHeader(answerTo(request.getHeader()))
			.setSafePoint(this.safePoints.get())
			.build();
	}

	Pdpb.UpdateGCSafePointResponse updateSafePoint(Pdpb.UpdateGCSafePointRequest request) {
		return Pdpb.UpdateGCSafePointResponse.newBuilder()
			.setHeader(answerTo(request.getHeader()))
			.setNewSafePoint(advance(request.getSafePoint()))
			.build();
	}

	private long advance(long safePoint) {
		try {
			return this.safePoints.advance(safePoint);
		}
		catch (IllegalStateException ex) {
			throw Status.FAILED_PRECONDITION.withDescription(ex.getMessage()).asRuntimeException();
		}
	}

	Pdpb.UpdateServiceGCSafePointResponse updateServiceSafePoint(Pdpb.UpdateServiceGCSafePointRequest request) {
		Pdpb.ResponseHeader header = answerTo(request.getHeader());
		long now = this.oracle.next() >>> MILLIS_SHIFT;
		ServiceHold least = this.safePoints.hold(request.getServiceId().toStringUtf8(), request.getTTL(),
				request.getSafePoint(), now);
		return Pdpb.UpdateServiceGCSafePointResponse.newBuilder()
			.setHeader(header)
			.setServiceId(ByteString.copyFromUtf8(least.id()))
			.setTTL(least.secondsLeft(now))
			.setMinSafePoint(least.safePoint())
			.build();
	}

}
