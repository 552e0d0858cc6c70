package io.tito.embedded.pd;

import io.tito.embedded.fault.Calls;
import io.tito.embedded.fault.Rpc;
import io.tito.embedded.fault.SingleReply;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.Message;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * The gRPC service of PD. What it does not know is answered with UNIMPLEMENTED.
 */
public final class PdService extends PDGrpc.PDImplBase {

	private final Calls calls;

	private final PdRequests requests;

	private final Placement placement;

	/**
	 * Create one.
	 * @param calls runs the requests
	 * @param topology the cluster
	 * @param oracle gives timestamps
	 * @param safePoints what garbage collection may take
	 * @param scheme of the URL that clients are told, {@code http} or {@code https}
	 */
	public PdService(Calls calls, Topology topology, Oracle oracle, SafePoints safePoints, String scheme) {
		this.calls = calls;
		this.requests = new PdRequests(topology, oracle, safePoints, scheme);
		this.placement = new Placement(topology, this.requests);
	}

	@Override
	public void getMembers(Pdpb.GetMembersRequest request, StreamObserver<Pdpb.GetMembersResponse> out) {
		answer(Rpc.of("GetMembers", this.requests::members), request, out);
	}

	@Override
	public StreamObserver<Pdpb.TsoRequest> tso(StreamObserver<Pdpb.TsoResponse> out) {
		return new TimestampStream(this.calls, Rpc.of("Tso", this.requests::timestamps), out);
	}

	@Override
	public void getRegion(Pdpb.GetRegionRequest request, StreamObserver<Pdpb.GetRegionResponse> out) {
		answer(Rpc.of("GetRegion", this.requests::region), request, out);
	}

	@Override
	public void getPrevRegion(Pdpb.GetRegionRequest request, StreamObserver<Pdpb.GetRegionResponse> out) {
		answer(Rpc.of("GetPrevRegion", this.requests::previousRegion), request, out);
	}

	@Override
	public void getRegionByID(Pdpb.GetRegionByIDRequest request, StreamObserver<Pdpb.GetRegionResponse> out) {
		answer(Rpc.of("GetRegionByID", this.requests::regionById), request, out);
	}

	@Override
	public void scanRegions(Pdpb.ScanRegionsRequest request, StreamObserver<Pdpb.ScanRegionsResponse> out) {
		answer(Rpc.of("ScanRegions", this.requests::scanRegions), request, out);
	}

	@Override
	public void getStore(Pdpb.GetStoreRequest request, StreamObserver<Pdpb.GetStoreResponse> out) {
		answer(Rpc.of("GetStore", this.requests::store), request, out);
	}

	@Override
	public void getAllStores(Pdpb.GetAllStoresRequest request, StreamObserver<Pdpb.GetAllStoresResponse> out) {
		answer(Rpc.of("GetAllStores", this.requests::stores), request, out);
	}

	@Override
	public void getClusterConfig(Pdpb.GetClusterConfigRequest request,
			StreamObserver<Pdpb.GetClusterConfigResponse> out) {
		answer(Rpc.of("GetClusterConfig", this.requests::clusterConfig), request, out);
	}

	@Override
	public void getGCSafePoint(Pdpb.GetGCSafePointRequest request, StreamObserver<Pdpb.GetGCSafePointResponse> out) {
		answer(Rpc.of("GetGCSafePoint", this.requests::safePoint), request, out);
	}

	/**
	 * Collects before it answers, which takes too long for a thread of the transport.
	 */
	@Override
	public void updateGCSafePoint(Pdpb.UpdateGCSafePointRequest request,
			StreamObserver<Pdpb.UpdateGCSafePointResponse> out) {
		Rpc<Pdpb.UpdateGCSafePointRequest, Pdpb.UpdateGCSafePointResponse> rpc = Rpc.of("UpdateGCSafePoint",
				this.requests::updateSafePoint);
		Thread thread = new Thread(() -> answer(rpc, request, out), "tito-embedded-gc");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void updateServiceGCSafePoint(Pdpb.UpdateServiceGCSafePointRequest request,
			StreamObserver<Pdpb.UpdateServiceGCSafePointResponse> out) {
		answer(Rpc.of("UpdateServiceGCSafePoint", this.requests::updateServiceSafePoint), request, out);
	}

	@Override
	public void splitRegions(Pdpb.SplitRegionsRequest request, StreamObserver<Pdpb.SplitRegionsResponse> out) {
		answer(Rpc.of("SplitRegions", this.placement::split), request, out);
	}

	@Override
	public void scatterRegion(Pdpb.ScatterRegionRequest request, StreamObserver<Pdpb.ScatterRegionResponse> out) {
		answer(Rpc.of("ScatterRegion", this.placement::scatter), request, out);
	}

	@Override
	public void splitAndScatterRegions(Pdpb.SplitAndScatterRegionsRequest request,
			StreamObserver<Pdpb.SplitAndScatterRegionsResponse> out) {
		answer(Rpc.of("SplitAndScatterRegions", this.placement::splitAndScatter), request, out);
	}

	@Override
	public void getOperator(Pdpb.GetOperatorRequest request, StreamObserver<Pdpb.GetOperatorResponse> out) {
		answer(Rpc.of("GetOperator", this.placement::operator), request, out);
	}

	private <Q extends Message, R extends Message> void answer(Rpc<Q, R> rpc, Q request, StreamObserver<R> out) {
		this.calls.run(rpc, request, new SingleReply<>(out));
	}

}
