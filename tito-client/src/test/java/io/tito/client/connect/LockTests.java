package io.tito.client.connect;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.Entry;
import io.tito.client.Reads;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.embedded.fault.FaultAction;
import io.tito.key.Key;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.tito.client.connect.Cluster.PATIENCE;
import static io.tito.client.connect.Cluster.committed;
import static io.tito.client.connect.Cluster.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Locks of others, alive and dead, in the way of readers and writers.
 */
class LockTests {

	private static final Duration BEYOND_ANY_LOCK = Duration.ofMinutes(5);

	@RegisterExtension
	final Cluster cluster = new Cluster();

	private final Cluster.Told told = new Cluster.Told();

	private TitoClient owner;

	private TitoClient other;

	@BeforeEach
	void connect() {
		this.owner = this.cluster.connect();
		this.other = this.cluster.connect(this.cluster.settings().with(this.told));
	}

	@Test
	void readerPushesALivingTransactionWithoutWaiting() {
		IntStream.range(0, 3).forEach((i) -> this.cluster.write(this.owner, row(i), "old"));
		FaultAction.Hold commit = holdCommit();
		CompletableFuture<CommitOutcome> outcome = commitLarge("new");
		commit.awaitArrival(PATIENCE);
		Snapshot snapshot = this.other.snapshot();
		assertThat(text(snapshot.get(row(0)))).isEqualTo("old");
		assertThat(text(snapshot.getAll(List.of(row(1))).get(row(1)))).isEqualTo("old");
		assertThat(snapshot.scan(Scan.prefix(this.cluster.key("row")))).hasSize(3);
		assertThat(this.told.retries).isEmpty();
		commit.release();
		assertThat(((CommitOutcome.Committed) outcome.join()).timestamp()).isGreaterThan(snapshot.timestamp());
		assertThat(text(snapshot.get(row(0)))).isEqualTo("old");
		assertThat(this.other.snapshot().scan(Scan.prefix(this.cluster.key("row")))).hasSize(20);
	}

	@Test
	void rangeBehindALockIsLeftOutOfWhatIsReadTogether() {
		this.cluster.write(this.owner, this.cluster.key("clear"), "clear");
		this.cluster.write(this.owner, row(0), "old");
		FaultAction.Hold commit = holdCommit();
		CompletableFuture<CommitOutcome> outcome = commitLarge("new");
		commit.awaitArrival(PATIENCE);
		Scan clear = Scan.prefix(this.cluster.key("clear"));
		Scan locked = Scan.prefix(this.cluster.key("row"));
		Scan none = Scan.prefix(this.cluster.key("none"));
		Reads reads = this.other.snapshot().readAll(List.of(row(0)), List.of(locked, clear, none));

		assertThat(text(reads.values().get(row(0)))).isEqualTo("old");
		assertThat(reads.ranges()).containsOnlyKeys(clear, none);
		assertThat(reads.ranges().get(clear)).extracting((entry) -> text(entry.value())).containsExactly("clear");
		assertThat(reads.ranges().get(none)).isEmpty();
		commit.release();
		outcome.join();
		assertThat(this.other.snapshot().readAll(List.of(), List.of(locked)).ranges().get(locked)).hasSize(20);
	}

	@Test
	void latestReadPassesALivingTransaction() {
		this.cluster.write(this.owner, row(5), "old");
		FaultAction.Hold commit = holdCommit();
		CompletableFuture<CommitOutcome> outcome = commitLarge("new");
		commit.awaitArrival(PATIENCE);
		assertThat(text(this.other.get(row(5)))).isEqualTo("old");
		commit.release();
		assertThat(outcome.join()).isInstanceOf(CommitOutcome.Committed.class);
		assertThat(this.other.get(row(5))).hasSize(100_000);
	}

	@Test
	void readerRollsBackADeadTransaction() {
		this.cluster.write(this.owner, row(0), "old");
		FaultAction.Hold commit = holdCommit();
		CompletableFuture<CommitOutcome> outcome = commitLarge("new");
		commit.awaitArrival(PATIENCE);
		this.cluster.faults().advanceClock(BEYOND_ANY_LOCK);
		this.other.timestamp();
		assertThat(this.other.snapshot().scan(Scan.prefix(this.cluster.key("row")))).hasSize(1);
		commit.release();
		assertThat(outcome.join()).isInstanceOf(CommitOutcome.Aborted.class);
	}

	@Test
	void writerRollsBackADeadTransaction() {
		FaultAction.Hold commit = holdCommit();
		CompletableFuture<CommitOutcome> outcome = commitLarge("new");
		commit.awaitArrival(PATIENCE);
		this.cluster.faults().advanceClock(BEYOND_ANY_LOCK);
		this.other.timestamp();
		this.cluster.write(this.other, row(3), "mine");
		commit.release();
		assertThat(outcome.join()).isInstanceOf(CommitOutcome.Aborted.class);
		assertThat(text(this.owner.snapshot().get(row(3)))).isEqualTo("mine");
		assertThat(this.owner.snapshot().get(row(4))).isNull();
	}

	@Test
	void readsThroughTheLocksOfACommittedTransaction() {
		FaultAction.Hold secondaries = FaultAction.holdBefore();
		FaultAction.Hold primary = holdCommit();
		CompletableFuture<CommitOutcome> outcome = commitLarge("new", 600);
		primary.awaitArrival(PATIENCE);
		this.cluster.faults().onEvery("KvCommit", (request) -> true, secondaries);
		primary.release();
		CommitOutcome.Committed committed = (CommitOutcome.Committed) outcome.join();
		secondaries.awaitArrival(PATIENCE);
		List<Entry> rows = this.other.snapshot().scan(Scan.prefix(this.cluster.key("row")));
		assertThat(rows).hasSize(600);
		Timestamp before = committed.timestamp().previous();
		assertThat(this.other.snapshot(before).scan(Scan.prefix(this.cluster.key("row")))).isEmpty();
		secondaries.release();
	}

	@Test
	void writerGivesWayToAYoungerTransactionThatIsAlive() {
		Transaction older = this.other.begin();
		older.timestamp();
		FaultAction.Hold commit = holdCommit();
		CompletableFuture<CommitOutcome> younger = commitLarge("new");
		commit.awaitArrival(PATIENCE);
		older.put(row(0), "mine".getBytes());
		assertThat(older.commit()).isInstanceOf(CommitOutcome.Conflict.class);
		commit.release();
		assertThat(younger.join()).isInstanceOf(CommitOutcome.Committed.class);
	}

	@Test
	void writerWaitsForAnOlderTransactionUntilItsTimeIsOver() {
		FaultAction.Hold commit = holdCommit();
		CompletableFuture<CommitOutcome> older = commitLarge("new");
		commit.awaitArrival(PATIENCE);
		Transaction impatient = this.other.begin(TransactionOptions.defaults().within(Duration.ofSeconds(2)));
		impatient.put(row(0), "mine".getBytes());
		CommitOutcome outcome = impatient.commit();
		assertThat(outcome).isInstanceOf(CommitOutcome.Conflict.class);
		assertThat(((CommitOutcome.Conflict) outcome).key()).isEqualTo(row(0));
		assertThat(this.told.retries).contains("lock_write");
		commit.release();
		older.join();
	}

	@Test
	void heartbeatKeepsALongCommitAlive() {
		FaultAction.Hold commit = holdCommit();
		var beaten = this.cluster.faults().onNext("KvTxnHeartBeat", FaultAction.delay(Duration.ZERO));
		CompletableFuture<CommitOutcome> outcome = commitLarge("new");
		commit.awaitArrival(PATIENCE);
		beaten.awaitMet(PATIENCE);
		commit.release();
		assertThat(outcome.join()).isInstanceOf(CommitOutcome.Committed.class);
	}

	@Test
	void decidesADeadAsyncCommitByItsSecondaries() {
		AsyncWriter writer = new AsyncWriter(this.cluster.server().address());
		try (writer) {
			Timestamp start = this.owner.timestamp();
			writer.prewrite(start, row(0), List.of(row(1), row(2)), List.of(row(0), row(1), row(2)), "async");
			this.cluster.faults().advanceClock(BEYOND_ANY_LOCK);
			this.other.timestamp();
			assertThat(text(this.other.snapshot().get(row(1)))).isEqualTo("async");
			assertThat(this.other.snapshot().scan(Scan.prefix(this.cluster.key("row")))).hasSize(3);
		}
	}

	@Test
	void rollsBackADeadAsyncCommitThatMissesASecondary() {
		AsyncWriter writer = new AsyncWriter(this.cluster.server().address());
		try (writer) {
			Timestamp start = this.owner.timestamp();
			writer.prewrite(start, row(0), List.of(row(1), row(2)), List.of(row(0), row(1)), "async");
			this.cluster.faults().advanceClock(BEYOND_ANY_LOCK);
			this.other.timestamp();
			assertThat(this.other.snapshot().get(row(1))).isNull();
			this.cluster.write(this.other, row(0), "mine");
			assertThat(this.other.snapshot().scan(Scan.prefix(this.cluster.key("row")))).hasSize(1);
		}
	}

	@Test
	void waitsForAnAsyncCommitThatIsAlive() throws Exception {
		AsyncWriter writer = new AsyncWriter(this.cluster.server().address());
		try (writer) {
			Timestamp start = this.owner.timestamp();
			Timestamp commit = writer.prewrite(start, row(0), List.of(), List.of(row(0)), "async");
			CompletableFuture<String> read = Cluster.supply(() -> text(this.other.snapshot().get(row(0))));
			this.cluster.faults().onNext("KvCheckTxnStatus", FaultAction.delay(Duration.ZERO)).awaitMet(PATIENCE);
			assertThat(read).isNotDone();
			writer.commit(start, row(0), commit);
			assertThat(read.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("async");
		}
	}

	@Test
	void passesATransactionWhosePrimaryIsNotLockedYet() {
		AsyncWriter writer = new AsyncWriter(this.cluster.server().address());
		try (writer) {
			Timestamp start = this.owner.timestamp();
			writer.lockSecondary(start, row(0), row(1), "half");
			assertThat(this.other.snapshot().get(row(1))).isNull();
			assertThat(this.told.retries).isEmpty();
			this.cluster.faults().advanceClock(BEYOND_ANY_LOCK);
			this.other.timestamp();
			this.cluster.write(this.other, row(1), "mine");
			assertThat(text(this.other.snapshot().get(row(1)))).isEqualTo("mine");
		}
	}

	private FaultAction.Hold holdCommit() {
		FaultAction.Hold hold = FaultAction.holdBefore();
		this.cluster.faults().onNext("KvCommit", hold);
		return hold;
	}

	private CompletableFuture<CommitOutcome> commitLarge(String value) {
		return commitLarge(value, 20);
	}

	/**
	 * In two phases.
	 */
	private CompletableFuture<CommitOutcome> commitLarge(String value, int rows) {
		Transaction transaction = this.owner.begin(TransactionOptions.defaults().fastest(Protocol.TWO_PHASE));
		byte[] large = new byte[(rows > 20) ? 1000 : 100_000];
		System.arraycopy(value.getBytes(), 0, large, 0, value.length());
		IntStream.range(0, rows).forEach((i) -> transaction.put(row(i), large));
		transaction.timestamp();
		return Cluster.supply(transaction::commit);
	}

	private Key row(int number) {
		return this.cluster.key("row%05d".formatted(number));
	}

}
