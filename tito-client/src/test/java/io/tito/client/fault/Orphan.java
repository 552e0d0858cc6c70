package io.tito.client.fault;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.tito.client.Timestamp;
import io.tito.embedded.pd.Region;
import io.tito.key.Key;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.ManagedChannel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A transaction of a client that died on its way.
 *
 * @param scene the surroundings
 * @param start the start timestamp
 * @param primary the key whose lock decides
 */
record Orphan(Scene scene, Timestamp start, String primary) {

	private static final int TTL = 3000;

	/**
	 * Lock a key for writing.
	 * @param letter the key
	 * @param secondaries the other keys of an async commit, empty for two phases
	 * @param async whether it is one
	 */
	void prewrite(String letter, List<String> secondaries, boolean async) {
		Kvrpcpb.PrewriteRequest.Builder request = Kvrpcpb.PrewriteRequest.newBuilder()
			.setContext(context(letter))
			.setPrimaryLock(bytes(this.primary))
			.setStartVersion(this.start.value())
			.setLockTtl(TTL)
			.setTxnSize(3)
			.setMinCommitTs(this.start.next().value())
			.setUseAsyncCommit(async)
			.addMutations(Kvrpcpb.Mutation.newBuilder()
				.setOp(Kvrpcpb.Op.Put)
				.setKey(bytes(letter))
				.setValue(ByteString.copyFromUtf8(Scene.NEW)));
		if (async && letter.equals(this.primary)) {
			secondaries.forEach((other) -> request.addSecondaries(bytes(other)));
		}
		Kvrpcpb.PrewriteResponse answer = call(letter, (store) -> store.kvPrewrite(request.build()));
		assertThat(answer.hasRegionError()).isFalse();
		assertThat(answer.getErrorsList()).isEmpty();
	}

	void commit(String letter, Timestamp commit) {
		Kvrpcpb.CommitResponse answer = call(letter,
				(store) -> store.kvCommit(Kvrpcpb.CommitRequest.newBuilder()
					.setContext(context(letter))
					.setStartVersion(this.start.value())
					.setCommitVersion(commit.value())
					.addKeys(bytes(letter))
					.build()));
		assertThat(answer.hasRegionError() || answer.hasError()).isFalse();
	}

	void hold(String letter) {
		Kvrpcpb.PessimisticLockResponse answer = call(letter,
				(store) -> store.kvPessimisticLock(Kvrpcpb.PessimisticLockRequest.newBuilder()
					.setContext(context(letter))
					.setPrimaryLock(bytes(this.primary))
					.setStartVersion(this.start.value())
					.setForUpdateTs(this.start.value())
					.setLockTtl(TTL)
					.setMinCommitTs(this.start.next().value())
					.addMutations(Kvrpcpb.Mutation.newBuilder().setOp(Kvrpcpb.Op.PessimisticLock).setKey(bytes(letter)))
					.build()));
		assertThat(answer.hasRegionError()).isFalse();
		assertThat(answer.getErrorsList()).isEmpty();
	}

	private <A> A call(String letter, Function<TikvGrpc.TikvBlockingStub, A> request) {
		ManagedChannel channel = this.scene.server().localChannel(region(letter).leader());
		try {
			return request.apply(TikvGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS));
		}
		finally {
			channel.shutdownNow();
		}
	}

	private Kvrpcpb.Context context(String letter) {
		Region region = region(letter);
		return Kvrpcpb.Context.newBuilder()
			.setRegionId(region.id())
			.setRegionEpoch(region.toMessage().getRegionEpoch())
			.setPeer(region.leadingPeer().orElseThrow())
			.build();
	}

	private Region region(String letter) {
		return this.scene.server().regions().of(this.scene.key(letter).bytes());
	}

	private ByteString bytes(String letter) {
		return ByteString.copyFrom(this.scene.key(letter).bytes());
	}

}
