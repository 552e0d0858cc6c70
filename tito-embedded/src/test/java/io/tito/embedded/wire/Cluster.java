package io.tito.embedded.wire;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.netty.NettyChannelBuilder;

/**
 * A cluster, as it is found through one address of PD.
 */
public final class Cluster implements AutoCloseable {

	private static final int MAX_MESSAGE = 64 * 1024 * 1024;

	private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();

	private final Map<Long, ManagedChannel> stores = new ConcurrentHashMap<>();

	private final String pdAddress;

	private final Pdpb.RequestHeader header;

	private final UnaryOperator<NettyChannelBuilder> transport;

	public Cluster(String address) {
		this(address, NettyChannelBuilder::usePlaintext);
	}

	/**
	 * A cluster with connections of one's own kind, such as encrypted ones.
	 */
	public Cluster(String address, UnaryOperator<NettyChannelBuilder> transport) {
		this.transport = transport;
		Pdpb.GetMembersResponse members = PDGrpc.newBlockingStub(channel(address))
			.withDeadlineAfter(20, TimeUnit.SECONDS)
			.getMembers(Pdpb.GetMembersRequest.getDefaultInstance());
		this.header = Pdpb.RequestHeader.newBuilder().setClusterId(members.getHeader().getClusterId()).build();
		this.pdAddress = (members.getMembersCount() > 1)
				? URI.create(members.getLeader().getClientUrls(0)).getAuthority() : address;
	}

	private ManagedChannel channel(String address) {
		return this.channels.computeIfAbsent(address,
				(target) -> this.transport.apply(NettyChannelBuilder.forTarget(target))
					.maxInboundMessageSize(MAX_MESSAGE)
					.build());
	}

	/**
	 * The connection to PD.
	 */
	public ManagedChannel channel() {
		return channel(this.pdAddress);
	}

	/**
	 * The connection to a store; to PD's address if there is no such store.
	 */
	ManagedChannel store(long id) {
		return this.stores.computeIfAbsent(id, (absent) -> {
			Pdpb.GetStoreResponse found = pd()
				.getStore(Pdpb.GetStoreRequest.newBuilder().setHeader(this.header).setStoreId(id).build());
			return found.hasStore() ? channel(found.getStore().getAddress()) : channel();
		});
	}

	public Pdpb.RequestHeader header() {
		return this.header;
	}

	public PDGrpc.PDBlockingStub pd() {
		return PDGrpc.newBlockingStub(channel()).withDeadlineAfter(20, TimeUnit.SECONDS);
	}

	TikvGrpc.TikvBlockingStub kv(Context context) {
		return TikvGrpc.newBlockingStub(store(context.getPeer().getStoreId())).withDeadlineAfter(20, TimeUnit.SECONDS);
	}

	public Pdpb.GetRegionResponse region(ByteString encodedKey) {
		return pd()
			.getRegion(Pdpb.GetRegionRequest.newBuilder().setHeader(this.header).setRegionKey(encodedKey).build());
	}

	public Pdpb.GetRegionResponse regionBefore(ByteString encodedKey) {
		return pd()
			.getPrevRegion(Pdpb.GetRegionRequest.newBuilder().setHeader(this.header).setRegionKey(encodedKey).build());
	}

	public List<Metapb.Region> regions(ByteString encodedStart, ByteString encodedEnd, int limit) {
		return pd()
			.scanRegions(Pdpb.ScanRegionsRequest.newBuilder()
				.setHeader(this.header)
				.setStartKey(encodedStart)
				.setEndKey(encodedEnd)
				.setLimit(limit)
				.build())
			.getRegionsList()
			.stream()
			.map(Pdpb.Region::getRegion)
			.toList();
	}

	/**
	 * Where PD says that a key belongs.
	 */
	public Context contextOf(ByteString encodedKey) {
		Pdpb.GetRegionResponse found = region(encodedKey);
		return Context.newBuilder()
			.setRegionId(found.getRegion().getId())
			.setRegionEpoch(found.getRegion().getRegionEpoch())
			.setPeer(found.getLeader())
			.build();
	}

	/**
	 * Take timestamps.
	 * @param count how many
	 * @return the last of them
	 */
	public long timestamps(int count) {
		return Timestamps.take(channel(), this.header, count);
	}

	@Override
	public void close() {
		this.channels.values().forEach(ManagedChannel::shutdownNow);
	}

}
