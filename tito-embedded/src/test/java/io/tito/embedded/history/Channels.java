package io.tito.embedded.history;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.tito.embedded.EmbeddedTikv;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.netty.NettyChannelBuilder;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * The stubs of a cluster, and the few things that a test asks PD. Thread-safe.
 */
final class Channels implements AutoCloseable {

	private static final int GROUP = 8;

	private final ManagedChannel pd;

	private final ManagedChannel store;

	private final Pdpb.RequestHeader header;

	private Channels(ManagedChannel pd, ManagedChannel store) {
		this.pd = pd;
		this.store = store;
		this.header = Pdpb.RequestHeader.newBuilder()
			.setClusterId(pd().getMembers(Pdpb.GetMembersRequest.getDefaultInstance()).getHeader().getClusterId())
			.build();
	}

	static Channels inside(EmbeddedTikv tikv) {
		ManagedChannel channel = tikv.localChannel();
		return new Channels(channel, channel);
	}

	/**
	 * Over the network. All keys are expected on one store.
	 */
	static Channels of(String address) {
		ManagedChannel pd = open(address);
		Channels first = new Channels(pd, pd);
		String store = first.pd()
			.getAllStores(Pdpb.GetAllStoresRequest.newBuilder().setHeader(first.header).build())
			.getStores(0)
			.getAddress();
		return store.equals(address) ? first : new Channels(pd, open(store));
	}

	private static ManagedChannel open(String address) {
		return NettyChannelBuilder.forTarget(address).usePlaintext().build();
	}

	TikvGrpc.TikvBlockingStub kv() {
		return TikvGrpc.newBlockingStub(this.store);
	}

	PDGrpc.PDBlockingStub pd() {
		return PDGrpc.newBlockingStub(this.pd).withDeadlineAfter(20, TimeUnit.SECONDS);
	}

	Pdpb.RequestHeader header() {
		return this.header;
	}

	/**
	 * The region of a key.
	 */
	Context context(String key) {
		Pdpb.GetRegionResponse region = pd()
			.getRegion(Pdpb.GetRegionRequest.newBuilder().setHeader(this.header).setRegionKey(encoded(key)).build());
		return Context.newBuilder()
			.setRegionId(region.getRegion().getId())
			.setRegionEpoch(region.getRegion().getRegionEpoch())
			.setPeer(region.getLeader())
			.build();
	}

	static ByteString encoded(String key) {
		ByteString.Output out = ByteString.newOutput();
		byte[] bytes = ByteString.copyFromUtf8(key).toByteArray();
		for (int start = 0; start <= bytes.length; start += GROUP) {
			int used = Math.min(GROUP, bytes.length - start);
			out.write(bytes, start, used);
			for (int i = used; i < GROUP; i++) {
				out.write(0);
			}
			out.write(0xff - (GROUP - used));
		}
		return out.toByteString();
	}

	/**
	 * A fresh timestamp.
	 */
	long timestamp() {
		CompletableFuture<Pdpb.Timestamp> answer = new CompletableFuture<>();
		StreamObserver<Pdpb.TsoRequest> requests = PDGrpc.newStub(this.pd).tso(new StreamObserver<>() {

			@Override
			public void onNext(Pdpb.TsoResponse response) {
				answer.complete(response.getTimestamp());
			}

			@Override
			public void onError(Throwable failure) {
				answer.completeExceptionally(failure);
			}

			@Override
			public void onCompleted() {
			}

		});
		requests.onNext(Pdpb.TsoRequest.newBuilder().setHeader(this.header).setCount(1).build());
		Pdpb.Timestamp timestamp = answer.orTimeout(20, TimeUnit.SECONDS).join();
		requests.onCompleted();
		return (timestamp.getPhysical() << 18) + timestamp.getLogical();
	}

	/**
	 * Try at once to reach a server that was gone.
	 */
	void reconnect() {
		this.pd.resetConnectBackoff();
		this.store.resetConnectBackoff();
	}

	@Override
	public void close() {
		this.pd.shutdownNow();
		this.store.shutdownNow();
	}

}
