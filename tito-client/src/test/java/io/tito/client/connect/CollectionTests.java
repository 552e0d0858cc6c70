package io.tito.client.connect;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.tito.client.ClientTimeoutException;
import io.tito.client.CollectionRound;
import io.tito.client.CommitOutcome;
import io.tito.client.CorruptedDataException;
import io.tito.client.SafePoints;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.embedded.fault.FaultAction;
import io.tito.embedded.storage.MvccDump;
import io.tito.key.Key;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb;

import static io.tito.client.connect.Cluster.PATIENCE;
import static io.tito.client.connect.Cluster.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Rounds of collection: what goes, what stays, and who is stopped by it.
 */
class CollectionTests {

	private static final Duration LIFE = Duration.ofMinutes(10);

	@RegisterExtension
	final Cluster cluster = new Cluster();

	private TitoClient client;

	@BeforeEach
	void connect() {
		this.client = this.cluster.connect();
	}

	@Test
	void removesOldVersionsAndWhatWasDeleted() {
		Key kept = this.cluster.key("kept");
		Key deleted = this.cluster.key("deleted");
		IntStream.range(0, 5).forEach((i) -> this.cluster.write(this.client, kept, "v" + i));
		this.cluster.write(this.client, deleted, "gone");
		delete(deleted);
		pass(Duration.ofMinutes(20));
		this.cluster.write(this.client, kept, "new");
		CollectionRound round = collect();
		assertThat(round.advanced()).isTrue();
		assertThat(round.heldBy()).isNull();
		assertThat(round.regions()).isEqualTo(1);
		assertThat(round.safePoint()).isBetween(now().minus(LIFE.plusMinutes(1)), now().minus(LIFE));
		assertThat(dump(kept).writes()).hasSize(2);
		assertThat(dump(deleted).writes()).isEmpty();
		assertThat(text(this.client.get(kept))).isEqualTo("new");
	}

	@Test
	void secondRoundGoesOnWhereTheFirstEnded() {
		pass(Duration.ofMinutes(20));
		Timestamp first = collect().safePoint();
		pass(Duration.ofMinutes(5));
		CollectionRound second = collect();
		assertThat(second.advanced()).isTrue();
		assertThat(second.safePoint()).isGreaterThanOrEqualTo(first.plus(Duration.ofMinutes(5)));
		assertThat(this.client.garbageCollector().collect(Duration.ofHours(1)).advanced()).as("longer life").isFalse();
	}

	@Test
	void endsWhatOthersLeftBehind() {
		Key whole = this.cluster.key("whole");
		Key wholeToo = this.cluster.key("whole-too");
		Key half = this.cluster.key("half");
		Key never = this.cluster.key("never");
		Key orphan = this.cluster.key("orphan");
		try (AsyncWriter writer = new AsyncWriter(this.cluster.server().address())) {
			writer.prewrite(now(), whole, List.of(wholeToo), List.of(whole, wholeToo), "committed");
			writer.prewrite(now(), half, List.of(never), List.of(half), "rolled back");
			writer.lockSecondary(now(), this.cluster.key("lost-primary"), orphan, "rolled back");
		}
		pass(Duration.ofMinutes(20));
		CollectionRound round = collect();
		assertThat(round.advanced()).isTrue();
		assertThat(round.locks()).isEqualTo(4);
		assertThat(List.of(whole, wholeToo, half, never, orphan))
			.allSatisfy((key) -> assertThat(dump(key).lock()).isNull());
		assertThat(text(this.client.get(whole))).isEqualTo("committed");
		assertThat(text(this.client.get(wholeToo))).isEqualTo("committed");
		assertThat(this.client.get(half)).isNull();
		assertThat(this.client.get(orphan)).isNull();
	}

	@Test
	void endsATransactionThatIsStillAlive() {
		FaultAction.Hold commit = FaultAction.holdBefore();
		this.cluster.faults().onNext("KvCommit", commit);
		Transaction slow = this.client.begin(TransactionOptions.defaults().fastest(CommitOutcome.Protocol.TWO_PHASE));
		slow.put(this.cluster.key("slow"), new byte[] { 1 });
		CompletableFuture<CommitOutcome> outcome = Cluster.supply(slow::commit);
		commit.awaitArrival(PATIENCE);
		this.cluster.faults().advanceClock(Duration.ofMinutes(20));
		TitoClient other = this.cluster.connect();
		assertThat(other.garbageCollector().collect(LIFE).locks()).isEqualTo(1);
		commit.release();
		assertThat(outcome.join()).isInstanceOf(CommitOutcome.Aborted.class);
		assertThat(other.get(this.cluster.key("slow"))).isNull();
	}

	@Test
	void leavesNewerLocksAlone() {
		pass(Duration.ofMinutes(20));
		Key key = this.cluster.key("new");
		try (AsyncWriter writer = new AsyncWriter(this.cluster.server().address())) {
			writer.prewrite(now(), key, List.of(this.cluster.key("other")), List.of(key), "not yet");
		}
		assertThat(collect().locks()).isZero();
		assertThat(dump(key).lock()).isNotNull();
	}

	@Test
	void findsAllLocksOfAllRegionsWhileTheySplit() {
		int count = 700;
		Timestamp start = now();
		try (AsyncWriter writer = new AsyncWriter(this.cluster.server().address())) {
			for (int i = 0; i < count; i++) {
				writer.lockSecondary(start, this.cluster.key("primary"), row(i), "left");
			}
		}
		pass(Duration.ofMinutes(20));
		this.cluster.server().regions().split(row(100).bytes(), row(500).bytes());
		this.cluster.faults().onNext("KvScanLock", FaultAction.before(() -> split(row(50))));
		this.cluster.faults()
			.onNext("KvScanLock", (request) -> startsAfter(request, row(100)),
					FaultAction.before(() -> split(row(200))));
		this.cluster.faults()
			.onNext("KvResolveLock", (request) -> ((Kvrpcpb.ResolveLockRequest) request).getTxnInfosCount() > 0,
					FaultAction.before(() -> split(row(30))));
		this.cluster.faults()
			.onNext("KvScanLock", (request) -> startsAfter(request, row(500)), FaultAction.regionError(
					Errorpb.Error.newBuilder().setServerIsBusy(Errorpb.ServerIsBusy.getDefaultInstance()).build()));
		CollectionRound round = collect();
		assertThat(round.regions()).isEqualTo(6);
		assertThat(round.advanced()).isTrue();
		assertThat(IntStream.range(0, count).mapToObj(this::row))
			.allSatisfy((key) -> assertThat(dump(key).lock()).isNull());
	}

	@Test
	void doesNotAdvanceUnlessAllLocksAreGone() {
		Key key = this.cluster.key("stuck");
		try (AsyncWriter writer = new AsyncWriter(this.cluster.server().address())) {
			writer.lockSecondary(now(), this.cluster.key("primary"), key, "left");
		}
		pass(Duration.ofMinutes(20));
		this.cluster.faults()
			.onNext("KvResolveLock", FaultAction.keyError(Kvrpcpb.KeyError.newBuilder().setAbort("No").build()));
		assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(this::collect);
		SafePoints after = this.client.garbageCollector().safePoints();
		assertThat(after.collected()).isEqualTo(Timestamp.ZERO);
		assertThat(after.announced()).as("announced before it").isGreaterThan(Timestamp.ZERO);
		assertThat(collect().advanced()).as("the next round takes up the work").isTrue();
		assertThat(dump(key).lock()).isNull();
	}

	@Test
	void canBeInterrupted() {
		FaultAction.Hold scan = FaultAction.holdBefore();
		this.cluster.faults().onNext("KvScanLock", scan);
		pass(Duration.ofMinutes(20));
		AtomicReference<Thread> worker = new AtomicReference<>();
		CompletableFuture<CollectionRound> round = Cluster.supply(() -> {
			worker.set(Thread.currentThread());
			return collect();
		});
		scan.awaitArrival(PATIENCE);
		assertThatIllegalStateException().isThrownBy(this::collect).withMessageContaining("already");
		worker.get().interrupt();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(round::join)
			.withCauseInstanceOf(ClientTimeoutException.class);
		scan.release();
		assertThat(this.client.garbageCollector().safePoints().collected()).isEqualTo(Timestamp.ZERO);
	}

	@Test
	void commitsGoOnWhileARoundIsRunning() {
		FaultAction.Hold advance = FaultAction.holdAfter();
		this.cluster.faults().onNext("UpdateGCSafePoint", advance);
		pass(Duration.ofMinutes(20));
		CompletableFuture<CollectionRound> round = Cluster.supply(this::collect);
		advance.awaitArrival(PATIENCE);
		this.cluster.write(this.client, this.cluster.key("meanwhile"), "written");
		assertThat(round).isNotDone();
		advance.release();
		assertThat(round.join().advanced()).isTrue();
	}

	@Test
	void theEmbeddedServerAnswersOthersWhileItCollects() {
		for (int version = 0; version < 2; version++) {
			for (int from = 0; from < 10_000; from += 2000) {
				Transaction transaction = this.client.begin();
				IntStream.range(from, from + 2000)
					.forEach((i) -> transaction.put(this.cluster.key("row%05d".formatted(i)), new byte[] { 1 }));
				Cluster.committed(transaction);
			}
		}
		pass(Duration.ofMinutes(20));
		CountDownLatch collecting = new CountDownLatch(1);
		this.cluster.faults().onNext("UpdateGCSafePoint", FaultAction.before(collecting::countDown));
		CompletableFuture<CollectionRound> round = Cluster.supply(this::collect);
		await(collecting);
		int commits = 0;
		while (!round.isDone()) {
			this.cluster.write(this.client, this.cluster.key("meanwhile"), "written");
			commits++;
		}
		assertThat(round.join().advanced()).isTrue();
		assertThat(commits).isGreaterThan(3);
		assertThat(dump(this.cluster.key("row09999")).writes()).hasSize(1);
	}

	@Test
	void refusesALifeThatTransactionsMayOutlast() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.client.garbageCollector().collect(Duration.ofSeconds(119)))
			.withMessageContaining("PT2M");
		assertThat(this.cluster.count("UpdateServiceGCSafePoint")).isZero();
	}

	@Test
	void closingTheClientEndsARound() {
		FaultAction.Hold scan = FaultAction.holdBefore();
		this.cluster.faults().onNext("KvScanLock", scan);
		pass(Duration.ofMinutes(20));
		CountDownLatch ended = new CountDownLatch(1);
		CompletableFuture<CollectionRound> round = Cluster.supply(this::collect);
		round.whenComplete((any, failure) -> ended.countDown());
		scan.awaitArrival(PATIENCE);
		this.client.close();
		scan.release();
		await(ended);
		assertThat(round).isCompletedExceptionally();
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private CollectionRound collect() {
		return this.client.garbageCollector().collect(LIFE);
	}

	private Timestamp now() {
		return this.client.timestamp();
	}

	private void pass(Duration time) {
		this.cluster.faults().advanceClock(time);
		this.client.timestamp();
	}

	private void delete(Key key) {
		Transaction transaction = this.client.begin();
		transaction.delete(key);
		Cluster.committed(transaction);
	}

	private MvccDump dump(Key key) {
		return this.cluster.faults().dumpMvcc(key.bytes());
	}

	private Key row(int number) {
		return this.cluster.key("row%03d".formatted(number));
	}

	private void split(Key key) {
		this.cluster.server().regions().split(key.bytes());
	}

	private static boolean startsAfter(Object request, Key key) {
		return Key.wrap(((Kvrpcpb.ScanLockRequest) request).getStartKey().toByteArray()).compareTo(key) >= 0;
	}

}
