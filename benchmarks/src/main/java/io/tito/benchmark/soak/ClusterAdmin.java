package io.tito.benchmark.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.tito.client.Timestamp;
import io.tito.embedded.storage.EncodedKeys;
import io.tito.key.Key;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.netty.NettyChannelBuilder;

/**
 * What an operator does with a cluster, without the client that is under test. Every
 * method throws {@link org.tikv.shade.io.grpc.StatusRuntimeException} if the cluster is
 * not well; the next round may do better.
 */
final class ClusterAdmin implements AutoCloseable {

	private static final int DEADLINE_SECONDS = 5;

	private final ManagedChannel channel;

	private final Map<Long, ManagedChannel> stores = new HashMap<>();

	ClusterAdmin(String address) {
		this.channel = channel(address);
	}

	private static ManagedChannel channel(String address) {
		return NettyChannelBuilder.forTarget("dns:///" + address).usePlaintext().build();
	}

	private PDGrpc.PDBlockingStub pd() {
		return PDGrpc.newBlockingStub(this.channel).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
	}

	private Pdpb.RequestHeader header() {
		long cluster = pd().getMembers(Pdpb.GetMembersRequest.getDefaultInstance()).getHeader().getClusterId();
		return Pdpb.RequestHeader.newBuilder().setClusterId(cluster).build();
	}

	/**
	 * Let regions begin at keys, and move the leaders about.
	 * @param keys the keys
	 */
	void spread(List<Key> keys) {
		Pdpb.SplitAndScatterRegionsRequest.Builder request = Pdpb.SplitAndScatterRegionsRequest.newBuilder()
			.setHeader(header());
		keys.forEach((key) -> request.addSplitKeys(EncodedKeys.encode(ByteString.copyFrom(key.bytes()))));
		pd().splitAndScatterRegions(request.build());
	}

	/**
	 * All locks of transactions that began at a timestamp or before.
	 * @param upTo the timestamp
	 * @return their keys
	 */
	List<Key> locks(Timestamp upTo) {
		Pdpb.RequestHeader header = header();
		List<Key> locked = new ArrayList<>();
		ByteString from = ByteString.EMPTY;
		do {
			Pdpb.GetRegionResponse region = pd()
				.getRegion(Pdpb.GetRegionRequest.newBuilder().setHeader(header).setRegionKey(from).build());
			locks(header, region, upTo).forEach((lock) -> locked.add(Key.wrap(lock.getKey().toByteArray())));
			from = region.getRegion().getEndKey();
		}
		while (!from.isEmpty());
		return locked;
	}

	private List<Kvrpcpb.LockInfo> locks(Pdpb.RequestHeader header, Pdpb.GetRegionResponse region, Timestamp upTo) {
		if (region.getLeader().getStoreId() == 0) {
			throw Status.UNAVAILABLE.withDescription("A region has no leader").asRuntimeException();
		}
		Kvrpcpb.ScanLockRequest request = Kvrpcpb.ScanLockRequest.newBuilder()
			.setContext(Kvrpcpb.Context.newBuilder()
				.setRegionId(region.getRegion().getId())
				.setRegionEpoch(region.getRegion().getRegionEpoch())
				.setPeer(region.getLeader()))
			.setMaxVersion(upTo.value())
			.build();
		Kvrpcpb.ScanLockResponse answer = TikvGrpc.newBlockingStub(store(header, region.getLeader().getStoreId()))
			.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
			.kvScanLock(request);
		if (answer.hasRegionError() || answer.hasError()) {
			throw Status.ABORTED.withDescription("No locks told: " + answer.getRegionError().getMessage())
				.asRuntimeException();
		}
		return answer.getLocksList();
	}

	private ManagedChannel store(Pdpb.RequestHeader header, long id) {
		return this.stores.computeIfAbsent(id,
				(absent) -> channel(
						pd().getStore(Pdpb.GetStoreRequest.newBuilder().setHeader(header).setStoreId(id).build())
							.getStore()
							.getAddress()));
	}

	void advanceSafePoint(Timestamp to) {
		pd().updateGCSafePoint(
				Pdpb.UpdateGCSafePointRequest.newBuilder().setHeader(header()).setSafePoint(to.value()).build());
	}

	@Override
	public void close() {
		this.stores.values().forEach(ManagedChannel::shutdownNow);
		this.channel.shutdownNow();
	}

}
