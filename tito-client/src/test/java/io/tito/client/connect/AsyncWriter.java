package io.tito.client.connect;

import java.util.List;

import io.tito.client.Timestamp;
import io.tito.key.Key;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.netty.NettyChannelBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another kind of client, which uses async commit or dies between two requests.
 */
final class AsyncWriter implements AutoCloseable {

	private static final int TTL = 3000;

	private final ManagedChannel channel;

	private final TikvGrpc.TikvBlockingStub store;

	private final Kvrpcpb.Context context;

	AsyncWriter(String address) {
		this.channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
		this.store = TikvGrpc.newBlockingStub(this.channel);
		PDGrpc.PDBlockingStub pd = PDGrpc.newBlockingStub(this.channel);
		Pdpb.RequestHeader header = Pdpb.RequestHeader.newBuilder()
			.setClusterId(pd.getMembers(Pdpb.GetMembersRequest.getDefaultInstance()).getHeader().getClusterId())
			.build();
		Metapb.Region region = pd
			.getRegion(Pdpb.GetRegionRequest.newBuilder()
				.setHeader(header)
				.setRegionKey(ByteString.copyFrom(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xf7 }))
				.build())
			.getRegion();
		this.context = Kvrpcpb.Context.newBuilder()
			.setRegionId(region.getId())
			.setRegionEpoch(region.getRegionEpoch())
			.setPeer(region.getPeers(0))
			.build();
	}

	/**
	 * Lock keys for an async commit.
	 * @param keys the keys that are locked before the writer dies
	 * @return the commit timestamp, if all were locked
	 */
	Timestamp prewrite(Timestamp start, Key primary, List<Key> secondaries, List<Key> keys, String value) {
		Kvrpcpb.PrewriteRequest.Builder request = request(start, primary).setUseAsyncCommit(true)
			.setTxnSize(keys.size());
		secondaries.forEach((key) -> request.addSecondaries(bytes(key)));
		keys.forEach((key) -> request.addMutations(mutation(key, value)));
		Kvrpcpb.PrewriteResponse answer = this.store.kvPrewrite(request.build());
		assertThat(answer.getErrorsList()).isEmpty();
		assertThat(answer.getMinCommitTs()).isNotZero();
		return new Timestamp(answer.getMinCommitTs());
	}

	void lockSecondary(Timestamp start, Key primary, Key secondary, String value) {
		Kvrpcpb.PrewriteRequest request = request(start, primary).setTxnSize(1)
			.addMutations(mutation(secondary, value))
			.build();
		assertThat(this.store.kvPrewrite(request).getErrorsList()).isEmpty();
	}

	void commit(Timestamp start, Key key, Timestamp commit) {
		Kvrpcpb.CommitResponse answer = this.store.kvCommit(Kvrpcpb.CommitRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(start.value())
			.setCommitVersion(commit.value())
			.addKeys(bytes(key))
			.build());
		assertThat(answer.hasError()).isFalse();
	}

	private Kvrpcpb.PrewriteRequest.Builder request(Timestamp start, Key primary) {
		return Kvrpcpb.PrewriteRequest.newBuilder()
			.setContext(this.context)
			.setStartVersion(start.value())
			.setPrimaryLock(bytes(primary))
			.setLockTtl(TTL)
			.setMinCommitTs(start.next().value());
	}

	private static Kvrpcpb.Mutation mutation(Key key, String value) {
		return Kvrpcpb.Mutation.newBuilder()
			.setOp(Kvrpcpb.Op.Put)
			.setKey(bytes(key))
			.setValue(ByteString.copyFromUtf8(value))
			.build();
	}

	private static ByteString bytes(Key key) {
		return ByteString.copyFrom(key.bytes());
	}

	@Override
	public void close() {
		this.channel.shutdownNow();
	}

}
