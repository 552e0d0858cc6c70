package io.tito.tikv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet;
import org.tikv.shade.io.grpc.MethodDescriptor;
import org.tikv.shade.io.grpc.Server;
import org.tikv.shade.io.grpc.ServerServiceDefinition;
import org.tikv.shade.io.grpc.netty.NettyServerBuilder;
import org.tikv.shade.io.grpc.protobuf.services.HealthStatusManager;
import org.tikv.shade.io.grpc.stub.ServerCalls;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * As much of a cluster as a session needs to come up: one port, one store, one region,
 * and an etcd that maps every host to localhost.
 */
final class Cluster implements AutoCloseable {

	private static final String STORE_HOST = "store-1.internal";

	private final List<String> etcdReads = new CopyOnWriteArrayList<>();

	private final Store store = new Store();

	private final Server server;

	private Cluster() throws IOException {
		this.server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
			.permitKeepAliveTime(1, TimeUnit.SECONDS)
			.permitKeepAliveWithoutCalls(true)
			.addService(new HealthStatusManager().getHealthService())
			.addService(new PlacementDriver())
			.addService(this.store)
			.addService(etcd())
			.build()
			.start();
	}

	static Cluster start() throws IOException {
		return new Cluster();
	}

	String address() {
		return "127.0.0.1:" + this.server.getPort();
	}

	/** The keys that were asked of etcd, as they came over the wire. */
	List<String> etcdReads() {
		return this.etcdReads;
	}

	@Override
	public void close() {
		this.server.shutdownNow();
	}

	/** By hand: etcd's own stubs have another name in the jar than at compile time. */
	private ServerServiceDefinition etcd() {
		MethodDescriptor<ByteString, ByteString> range = MethodDescriptor.<ByteString, ByteString>newBuilder()
			.setType(MethodDescriptor.MethodType.UNARY)
			.setFullMethodName("etcdserverpb.KV/Range")
			.setRequestMarshaller(new BytesMarshaller())
			.setResponseMarshaller(new BytesMarshaller())
			.build();
		return ServerServiceDefinition.builder("etcdserverpb.KV")
			.addMethod(range, ServerCalls.asyncUnaryCall((request, responses) -> {
				this.etcdReads.add(request.toStringUtf8());
				responses.onNext(rangeResponse("127.0.0.1"));
				responses.onCompleted();
			}))
			.build();
	}

	private static ByteString rangeResponse(String value) {
		var pair = UnknownFieldSet.newBuilder().mergeLengthDelimitedField(5, ByteString.copyFromUtf8(value)).build();
		return UnknownFieldSet.newBuilder().mergeLengthDelimitedField(2, pair.toByteString()).build().toByteString();
	}

	private final class PlacementDriver extends PDGrpc.PDImplBase {

		private final Pdpb.ResponseHeader header = Pdpb.ResponseHeader.newBuilder().setClusterId(42).build();

		@Override
		public void getMembers(Pdpb.GetMembersRequest request, StreamObserver<Pdpb.GetMembersResponse> responses) {
			var leader = Pdpb.Member.newBuilder().setMemberId(1).addClientUrls("http://" + address());
			answer(responses,
					Pdpb.GetMembersResponse.newBuilder()
						.setHeader(this.header)
						.addMembers(leader)
						.setLeader(leader)
						.build());
		}

		@Override
		public StreamObserver<Pdpb.TsoRequest> tso(StreamObserver<Pdpb.TsoResponse> responses) {
			return new TimestampStream(this.header, responses);
		}

		@Override
		public void getRegion(Pdpb.GetRegionRequest request, StreamObserver<Pdpb.GetRegionResponse> responses) {
			var peer = Metapb.Peer.newBuilder().setId(3).setStoreId(1);
			var epoch = Metapb.RegionEpoch.newBuilder().setConfVer(1).setVersion(1);
			var region = Metapb.Region.newBuilder().setId(2).setRegionEpoch(epoch).addPeers(peer);
			answer(responses,
					Pdpb.GetRegionResponse.newBuilder()
						.setHeader(this.header)
						.setRegion(region)
						.setLeader(peer)
						.build());
		}

		@Override
		public void getStore(Pdpb.GetStoreRequest request, StreamObserver<Pdpb.GetStoreResponse> responses) {
			answer(responses, Pdpb.GetStoreResponse.newBuilder().setHeader(this.header).setStore(store()).build());
		}

		@Override
		public void getAllStores(Pdpb.GetAllStoresRequest request,
				StreamObserver<Pdpb.GetAllStoresResponse> responses) {
			answer(responses, Pdpb.GetAllStoresResponse.newBuilder().setHeader(this.header).addStores(store()).build());
		}

		@Override
		public void updateServiceGCSafePoint(Pdpb.UpdateServiceGCSafePointRequest request,
				StreamObserver<Pdpb.UpdateServiceGCSafePointResponse> responses) {
			answer(responses,
					Pdpb.UpdateServiceGCSafePointResponse.newBuilder()
						.setHeader(this.header)
						.setMinSafePoint(request.getSafePoint())
						.build());
		}

		private Metapb.Store store() {
			return Metapb.Store.newBuilder()
				.setId(1)
				.setAddress(STORE_HOST + ":" + Cluster.this.server.getPort())
				.setState(Metapb.StoreState.Up)
				.setVersion("6.1.0")
				.build();
		}

	}

	static <T> void answer(StreamObserver<T> responses, T response) {
		responses.onNext(response);
		responses.onCompleted();
	}

	private static final class BytesMarshaller implements MethodDescriptor.Marshaller<ByteString> {

		@Override
		public InputStream stream(ByteString value) {
			return new ByteArrayInputStream(value.toByteArray());
		}

		@Override
		public ByteString parse(InputStream stream) {
			try {
				return ByteString.readFrom(stream);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
