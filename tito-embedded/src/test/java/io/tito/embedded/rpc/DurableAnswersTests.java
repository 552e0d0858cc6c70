package io.tito.embedded.rpc;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import io.tito.embedded.fault.Calls;
import io.tito.embedded.fault.Faults;
import io.tito.embedded.mvcc.TransactionCommands;
import io.tito.embedded.pd.Oracle;
import io.tito.embedded.pd.Topology;
import io.tito.embedded.raw.RawCommands;
import io.tito.embedded.storage.Durability;
import io.tito.embedded.storage.MemoryStorage;
import io.tito.embedded.storage.SharedStorage;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.CommitRequest;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.Mutation;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockRequest;
import org.tikv.kvproto.Kvrpcpb.PessimisticRollbackRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.Kvrpcpb.RawGetRequest;
import org.tikv.kvproto.Kvrpcpb.RawPutRequest;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.Tikvpb.BatchCommandsRequest;
import org.tikv.kvproto.Tikvpb.BatchCommandsRequest.Request;
import org.tikv.kvproto.Tikvpb.BatchCommandsResponse;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.stub.StreamObserver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is answered before the disk has what was written, and what after.
 */
class DurableAnswersTests {

	private static final ByteString KEY = ByteString.copyFromUtf8("key");

	private final Queue<Runnable> waiting = new ArrayDeque<>();

	private final Disk disk = new Disk();

	private final List<List<Long>> answered = new ArrayList<>();

	private final Context context;

	private final CommandStream stream;

	private boolean ended;

	DurableAnswersTests() {
		SharedStorage storage = new SharedStorage(new MemoryStorage());
		Topology topology = new Topology(1, 1, storage.clusterState(), (store) -> "nowhere:1");
		Oracle oracle = new Oracle(() -> Instant.EPOCH, storage.clusterState());
		TransactionCommands commands = new TransactionCommands(storage, oracle::limit, () -> true, oracle.next());
		RegionRpcs transactions = new RegionRpcs(RegionGate.forTransactions(topology, 1), this.disk);
		RegionRpcs raw = new RegionRpcs(RegionGate.forRawKeys(topology, 1), this.disk);
		this.stream = new CommandStream(new Calls(new Faults(oracle, commands::dump)),
				new TikvRpcs(transactions, new SplitRegion(topology), commands),
				new RawRpcs(raw, new RawCommands(storage)), this.disk, new StreamAnswers(new Recorder()));
		Metapb.Region region = topology.allRegions().get(0).toMessage();
		this.context = Context.newBuilder()
			.setRegionId(region.getId())
			.setRegionEpoch(region.getRegionEpoch())
			.setPeer(region.getPeers(0))
			.build();
	}

	@Test
	void answersWhatReadsAtOnceAndWhatWroteTogetherOnceItIsOnTheDisk() {
		send(put(), get(), put(), get());
		assertThat(this.answered).containsExactly(List.of(2L, 4L));
		onDisk();
		assertThat(this.answered).containsExactly(List.of(2L, 4L), List.of(1L, 3L));
	}

	@Test
	void answersWhatOnlyReadsInOneMessage() {
		send(get(), get());
		assertThat(this.answered).containsExactly(List.of(1L, 2L));
		assertThat(this.waiting).isEmpty();
	}

	@Test
	void answersNothingThatWroteBeforeItIsOnTheDisk() {
		send(put(), put());
		assertThat(this.answered).isEmpty();
		onDisk();
		assertThat(this.answered).containsExactly(List.of(1L, 2L));
	}

	/**
	 * The commit decides, and is not on the disk without what was before it.
	 */
	@Test
	void answersAPrewriteOfTwoPhasesOnceItIsHandedOverAndItsCommitOnceItIsOnTheDisk() {
		send(prewrite().build());
		assertThat(this.answered).containsExactly(List.of(1L));
		assertThat(this.disk.handedOver).isEqualTo(1);
		assertThat(this.waiting).isEmpty();

		send(commit());
		assertThat(this.answered).hasSize(1);
		onDisk();
		assertThat(this.answered).hasSize(2);
	}

	@Test
	void answersAPrewriteThatMayDecideOnceItIsOnTheDisk() {
		send(prewrite().setTryOnePc(true).build());
		send(prewrite().setStartVersion(9).setUseAsyncCommit(true).build());
		assertThat(this.answered).isEmpty();
		onDisk();
		assertThat(this.answered).hasSize(2);
		assertThat(this.disk.handedOver).isZero();
	}

	@Test
	void answersWhatIsHandedOverBesideWhatWaits() {
		send(put(), Request.newBuilder().setPrewrite(prewrite()).build(), get());
		assertThat(this.answered).containsExactly(List.of(2L, 3L));
		onDisk();
		assertThat(this.answered).containsExactly(List.of(2L, 3L), List.of(1L));
	}

	@Test
	void answersAPessimisticLockOnceItIsHandedOver() {
		send(Request.newBuilder()
			.setPessimisticLock(PessimisticLockRequest.newBuilder()
				.setContext(this.context)
				.addMutations(Mutation.newBuilder().setOp(Op.PessimisticLock).setKey(KEY))
				.setPrimaryLock(KEY)
				.setStartVersion(5)
				.setForUpdateTs(5))
			.build());
		assertThat(this.answered).containsExactly(List.of(1L));
		assertThat(this.disk.handedOver).isEqualTo(1);
	}

	/**
	 * A crash loses the lock, rolled back or not.
	 */
	@Test
	void answersARollbackOfAPessimisticLockOnceItIsHandedOver() {
		send(Request.newBuilder()
			.setPessimisticRollback(PessimisticRollbackRequest.newBuilder()
				.setContext(this.context)
				.addKeys(KEY)
				.setStartVersion(5)
				.setForUpdateTs(5))
			.build());
		assertThat(this.answered).containsExactly(List.of(1L));
		assertThat(this.disk.handedOver).isEqualTo(1);
	}

	@Test
	void endsOnceEverythingIsSent() {
		send(put(), put());
		this.waiting.remove().run();
		this.waiting.remove().run();
		this.stream.onCompleted();
		assertThat(this.ended).isFalse();
		onDisk();
		assertThat(this.answered).containsExactly(List.of(1L, 2L));
		assertThat(this.ended).isTrue();
	}

	@Test
	void sendsNothingToAClientThatIsGone() {
		send(put());
		this.stream.onError(new IllegalStateException("A client went away"));
		onDisk();
		assertThat(this.answered).isEmpty();
	}

	private PrewriteRequest.Builder prewrite() {
		return PrewriteRequest.newBuilder()
			.setContext(this.context)
			.addMutations(Mutation.newBuilder().setOp(Op.Put).setKey(KEY).setValue(KEY))
			.setPrimaryLock(KEY)
			.setStartVersion(5);
	}

	private Request commit() {
		return Request.newBuilder()
			.setCommit(CommitRequest.newBuilder()
				.setContext(this.context)
				.addKeys(KEY)
				.setStartVersion(5)
				.setCommitVersion(6))
			.build();
	}

	private void send(PrewriteRequest request) {
		send(Request.newBuilder().setPrewrite(request).build());
	}

	private void send(Request... requests) {
		BatchCommandsRequest.Builder batch = BatchCommandsRequest.newBuilder();
		for (Request request : requests) {
			batch.addRequests(request).addRequestIds(batch.getRequestsCount());
		}
		this.stream.onNext(batch.build());
	}

	private void onDisk() {
		List<Runnable> all = List.copyOf(this.waiting);
		this.waiting.clear();
		all.forEach(Runnable::run);
	}

	private Request put() {
		return Request.newBuilder()
			.setRawPut(RawPutRequest.newBuilder().setContext(this.context).setKey(KEY).setValue(KEY))
			.build();
	}

	private Request get() {
		return Request.newBuilder().setRawGet(RawGetRequest.newBuilder().setContext(this.context).setKey(KEY)).build();
	}

	private final class Disk implements Durability {

		private int handedOver;

		@Override
		public void whenDurable(Runnable next) {
			DurableAnswersTests.this.waiting.add(next);
		}

		@Override
		public void whenHandedOver(Runnable next) {
			this.handedOver++;
			next.run();
		}

		@Override
		public boolean together(Runnable work, Runnable afterwards) {
			int before = DurableAnswersTests.this.waiting.size();
			work.run();
			boolean waits = DurableAnswersTests.this.waiting.size() > before;
			if (waits) {
				DurableAnswersTests.this.waiting.add(afterwards);
			}
			return waits;
		}

	}

	private final class Recorder implements StreamObserver<BatchCommandsResponse> {

		@Override
		public void onNext(BatchCommandsResponse message) {
			DurableAnswersTests.this.answered.add(List.copyOf(message.getRequestIdsList()));
		}

		@Override
		public void onError(Throwable ex) {
			throw new AssertionError(ex);
		}

		@Override
		public void onCompleted() {
			DurableAnswersTests.this.ended = true;
		}

	}

}
