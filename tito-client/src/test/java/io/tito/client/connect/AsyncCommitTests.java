package io.tito.client.connect;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import io.tito.client.CommitBound;
import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.Scan;
import io.tito.client.StoreUnavailableException;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.embedded.fault.Expectation;
import io.tito.embedded.fault.FaultAction;
import io.tito.key.Key;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.shade.com.google.protobuf.Message;

import static io.tito.client.connect.Cluster.PATIENCE;
import static io.tito.client.connect.Cluster.committed;
import static io.tito.client.connect.Cluster.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Commits that are decided by locks alone, with and without lost answers.
 */
class AsyncCommitTests {

	private static final TransactionOptions ASYNC = TransactionOptions.defaults().fastest(Protocol.ASYNC_COMMIT);

	@RegisterExtension
	final Cluster cluster = new Cluster();

	private final Cluster.Told told = new Cluster.Told();

	private TitoClient client;

	private TitoClient other;

	@BeforeEach
	void connect() {
		this.client = this.cluster.connect(this.cluster.settings().with(this.told));
		this.other = this.cluster.connect();
	}

	@Test
	void needsNoTripAfterTheLocks() {
		this.cluster.write(this.client, row(0), "old");
		Transaction transaction = writing(this.client.begin(ASYNC), "new");
		CommitOutcome.Committed outcome = committed(transaction);
		assertThat(outcome.protocol()).isEqualTo(Protocol.ASYNC_COMMIT);
		assertThat(this.told.trips.get(1)).as("timestamps, locks").isEqualTo(2);
		assertRows(this.client, "new");
		assertThat(this.client.snapshot(outcome.timestamp()).scan(rows())).hasSize(3);
		assertThat(this.client.snapshot(outcome.timestamp().previous()).scan(rows())).hasSize(1);
	}

	@Test
	void isCommittedBeforeItsKeysAre() {
		FaultAction.Hold keys = FaultAction.holdBefore();
		this.cluster.faults().onEvery("KvCommit", (request) -> true, keys);
		CommitOutcome.Committed outcome = committed(writing(this.client.begin(ASYNC), "new"));
		assertThat(outcome.protocol()).isEqualTo(Protocol.ASYNC_COMMIT);
		this.cluster.faults().advanceClock(Duration.ofMinutes(5));
		this.other.timestamp();
		assertRows(this.other, "new");
		assertThat(this.cluster.count("KvCheckSecondaryLocks")).isPositive();
		keys.release();
	}

	@Test
	void itsOwnClientReadsThroughTheLocksWithoutAsking() {
		FaultAction.Hold keys = FaultAction.holdBefore();
		this.cluster.faults().onEvery("KvCommit", (request) -> true, keys);
		committed(writing(this.client.begin(ASYNC), "new"));
		assertThat(text(this.client.get(row(1)))).isEqualTo("new");
		assertRows(this.client, "new");
		assertThat(this.cluster.count("KvCheckTxnStatus")).isZero();
		keys.release();
	}

	@Test
	void commitsItsKeysAgainIfTheFirstTryIsLost() {
		Errorpb.Error moved = Errorpb.Error.newBuilder()
			.setMessage("made by a test")
			.setEpochNotMatch(Errorpb.EpochNotMatch.getDefaultInstance())
			.build();
		for (FaultAction fault : List.of(FaultAction.dropBefore(), FaultAction.regionError(moved))) {
			this.cluster.faults().onNext("KvCommit", fault);
			Expectation repeated = this.cluster.faults().onNext("KvCommit", FaultAction.delay(Duration.ZERO));
			committed(writing(this.client.begin(ASYNC), "new"));
			repeated.awaitMet(PATIENCE);
		}
	}

	@Test
	void leavesNoLocksWhenItsClientIsClosed() {
		committed(writing(this.client.begin(ASYNC), "new"));
		this.client.close();
		for (int i = 0; i < 3; i++) {
			assertThat(this.cluster.faults().dumpMvcc(row(i).bytes()).lock()).isNull();
		}
	}

	@Test
	void fallsBackToTwoPhasesAndAnnouncesBeforeALateCommit() {
		AtomicReference<Timestamp> announced = new AtomicReference<>();
		Transaction transaction = writing(this.client.begin(ASYNC), "new");
		transaction.bound(new CommitBound(Duration.ofMillis(100), Duration.ofSeconds(60),
				(base, start) -> announced.set(this.client.timestamp())));
		FaultAction.Hold locks = FaultAction.holdBefore();
		this.cluster.faults().onNext("KvPrewrite", locks);
		CompletableFuture<CommitOutcome> running = Cluster.supply(transaction::commit);
		locks.awaitArrival(PATIENCE);
		this.cluster.faults().advanceClock(Duration.ofSeconds(1));
		this.client.snapshot().get(this.cluster.key("elsewhere"));
		locks.release();
		CommitOutcome.Committed outcome = (CommitOutcome.Committed) running.join();
		assertThat(outcome.protocol()).isEqualTo(Protocol.TWO_PHASE);
		assertThat(announced.get()).isNotNull().isLessThan(outcome.timestamp());
		assertRows(this.other, "new");
	}

	@Test
	void keepsThePromptBoundWithoutAnAnnouncement() {
		Transaction transaction = writing(this.client.begin(ASYNC), "new");
		AtomicReference<Timestamp> base = new AtomicReference<>();
		transaction.onCommit((at, writes) -> base.set(at));
		Duration prompt = Duration.ofSeconds(30);
		transaction.bound(new CommitBound(prompt, Duration.ofSeconds(60), (at, start) -> {
			throw new IllegalStateException("not slow");
		}));
		CommitOutcome.Committed outcome = committed(transaction);
		assertThat(outcome.protocol()).isEqualTo(Protocol.ASYNC_COMMIT);
		assertThat(outcome.timestamp()).isGreaterThan(base.get()).isLessThan(base.get().plus(prompt));
	}

	@Test
	void repeatsALockThatWasNotAnswered() {
		this.cluster.faults().onNext("KvPrewrite", FaultAction.dropAfter());
		assertThat(committed(writing(this.client.begin(ASYNC), "1")).protocol()).isEqualTo(Protocol.ASYNC_COMMIT);
		this.cluster.faults().onNext("KvPrewrite", FaultAction.dropBefore());
		assertThat(committed(writing(this.client.begin(ASYNC), "2")).protocol()).isEqualTo(Protocol.ASYNC_COMMIT);
		assertRows(this.other, "2");
	}

	@Test
	void findsThatLocksWhoseAnswersWereLostHaveCommittedIt() {
		this.cluster.faults().onEvery("KvPrewrite", (request) -> true, FaultAction.dropAfter());
		CommitOutcome.Committed outcome = committed(large(impatient(), "new"));
		assertThat(outcome.protocol()).isEqualTo(Protocol.ASYNC_COMMIT);
		assertThat(this.cluster.count("KvCheckSecondaryLocks")).isPositive();
		assertThat(this.other.snapshot(outcome.timestamp()).scan(rows())).hasSize(3);
		assertThat(this.other.snapshot(outcome.timestamp().previous()).scan(rows())).isEmpty();
	}

	@Test
	void findsThatLocksThatNeverArrivedHaveNot() {
		this.cluster.faults().onEvery("KvPrewrite", locking(2), FaultAction.dropBefore());
		Transaction transaction = large(impatient(), "new");
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(transaction::commit);
		this.cluster.faults().clear();
		assertThat(this.other.snapshot().scan(rows())).isEmpty();
		this.cluster.write(this.other, row(0), "mine");
	}

	@Test
	void stopsItselfBeforeItReportsAConflictWhileALockIsOpen() {
		Transaction transaction = this.client.begin(ASYNC);
		transaction.timestamp();
		this.cluster.write(this.other, row(2), "mine");
		this.cluster.faults().onEvery("KvPrewrite", locking(0), FaultAction.dropAfter());
		assertThat(large(transaction, "new").commit()).isInstanceOf(CommitOutcome.Conflict.class);
		assertThat(this.cluster.count("KvCheckTxnStatus")).isPositive();
		this.cluster.faults().clear();
		assertThat(this.other.snapshot().scan(rows())).hasSize(1);
	}

	@Test
	void saysUnknownOnlyWhenNobodyAnswersAndLearnsTheTruthLater() {
		this.cluster.faults().onEvery("KvPrewrite", (request) -> true, FaultAction.dropAfter());
		this.cluster.faults().onEvery("KvCheckTxnStatus", (request) -> true, FaultAction.dropBefore());
		CommitOutcome outcome = large(impatient(), "new").commit();
		assertThat(outcome).isInstanceOf(CommitOutcome.Unknown.class);
		this.cluster.faults().clear();
		assertThat(this.client.probe((CommitOutcome.Unknown) outcome)).isInstanceOf(CommitOutcome.Committed.class);
		assertThat(this.other.snapshot().scan(rows())).hasSize(3);
	}

	@Test
	void locksNothingOfAKeyThatIsOnlyChecked() {
		Transaction transaction = this.client.begin(ASYNC);
		transaction.insert(row(0), "1".getBytes());
		transaction.delete(row(0));
		transaction.put(row(1), "1".getBytes());
		assertThat(committed(transaction).protocol()).isEqualTo(Protocol.ASYNC_COMMIT);
		assertThat(this.other.snapshot().scan(rows())).hasSize(1);
	}

	private Transaction impatient() {
		TitoClient impatient = this.cluster.connect(Duration.ofSeconds(1));
		return impatient.begin(ASYNC.within(Duration.ofSeconds(2)));
	}

	private Transaction writing(Transaction transaction, String value) {
		IntStream.range(0, 3).forEach((i) -> transaction.put(row(i), value.getBytes()));
		return transaction;
	}

	/**
	 * A request for each key.
	 */
	private Transaction large(Transaction transaction, String value) {
		byte[] large = new byte[60_000];
		System.arraycopy(value.getBytes(), 0, large, 0, value.length());
		IntStream.range(0, 3).forEach((i) -> transaction.put(row(i), large));
		return transaction;
	}

	private Predicate<Message> locking(int row) {
		return (request) -> ((Kvrpcpb.PrewriteRequest) request).getMutationsList()
			.stream()
			.anyMatch((mutation) -> row(row).equals(Key.wrap(mutation.getKey().toByteArray())));
	}

	private void assertRows(TitoClient reader, String value) {
		assertThat(reader.snapshot().scan(rows())).hasSize(3).allMatch((entry) -> text(entry.value()).equals(value));
	}

	private Scan rows() {
		return Scan.prefix(this.cluster.key("row"));
	}

	private Key row(int number) {
		return this.cluster.key("row%05d".formatted(number));
	}

}
