package io.tito.client.connect;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.tito.client.ClientListener;
import io.tito.client.CommitBound;
import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.LimitExceededException;
import io.tito.client.Scan;
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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The ways of a commit: hooks, bounds, one phase and two.
 */
class CommitTests {

	private static final Duration PROMPT = Duration.ofMillis(100);

	private static final Duration MAX = Duration.ofSeconds(60);

	@RegisterExtension
	final Cluster cluster = new Cluster();

	private final Cluster.Told told = new Cluster.Told();

	private TitoClient client;

	@BeforeEach
	void connect() {
		this.client = this.cluster.connect(this.cluster.settings().with(this.told));
	}

	@Test
	void givesHooksABaseBetweenStartAndCommit() {
		Key key = this.cluster.key("a");
		AtomicReference<Timestamp> seen = new AtomicReference<>();
		Transaction transaction = this.client.begin();
		Timestamp start = transaction.timestamp();
		transaction.onCommit((base, writes) -> {
			seen.set(base);
			writes.insert(key, base.toString().getBytes());
			writes.primary(key);
		});
		CommitOutcome.Committed outcome = committed(transaction);
		assertThat(seen.get()).isGreaterThan(start).isLessThan(outcome.timestamp());
		assertThat(text(this.client.get(key))).isEqualTo(seen.get().toString());
	}

	@Test
	void writesNothingIfAHookFails() {
		Key key = this.cluster.key("a");
		Transaction transaction = this.client.begin();
		transaction.put(key, "1".getBytes());
		transaction.onCommit((base, writes) -> {
			throw new IllegalStateException("no");
		});
		assertThatIllegalStateException().isThrownBy(transaction::commit).withMessage("no");
		assertThat(this.client.get(key)).isNull();
	}

	@Test
	void countsTripsInSeries() {
		this.cluster.write(this.client, this.cluster.key("warm"), "1");
		Transaction transaction = this.client.begin();
		transaction.get(this.cluster.key("a"));
		transaction.put(this.cluster.key("a"), "1".getBytes());
		committed(transaction);
		assertThat(this.told.trips.get(1)).as("start, read, base, prewrite").isEqualTo(4);
	}

	@Test
	void takesStartAndBaseInOneTripIfNothingWasRead() {
		this.cluster.write(this.client, this.cluster.key("warm"), "1");
		assertThat(this.told.trips.get(0)).isPositive();
		publish(TransactionOptions.defaults());
		assertThat(this.told.trips.get(1)).as("timestamps, prewrite").isEqualTo(2);
	}

	@Test
	void asksForTimestampsOnceIfItStartsLate() {
		this.cluster.write(this.client, this.cluster.key("warm"), "1");
		long before = this.cluster.count("Tso");
		publish(TransactionOptions.defaults().startingLate());
		assertThat(this.cluster.count("Tso") - before).isEqualTo(1);
		assertThat(this.told.trips.get(1)).as("timestamps, prewrite").isEqualTo(2);
	}

	private void publish(TransactionOptions options) {
		AtomicReference<Timestamp> base = new AtomicReference<>();
		Transaction transaction = this.client.begin(options);
		transaction.insert(this.cluster.key("a"), "1".getBytes());
		transaction.onCommit((at, writes) -> base.set(at));
		transaction.bound(new CommitBound(Duration.ofSeconds(30), MAX, (at, start) -> {
			throw new IllegalStateException("not slow");
		}));
		assertThat(committed(transaction).timestamp()).isGreaterThan(base.get());
	}

	@Test
	void readsWhatWasCommittedBeforeItBegan() {
		Key key = this.cluster.key("a");
		this.cluster.write(this.client, key, "1");
		Transaction early = this.client.begin();
		Transaction late = this.client.begin(TransactionOptions.defaults().startingLate());
		this.cluster.write(this.client, key, "2");
		assertThat(text(early.get(key))).isEqualTo("1");
		assertThat(text(late.get(key))).isEqualTo("2");
	}

	@Test
	void locksFromTheMomentOfTheCall() {
		Key key = this.cluster.key("a");
		Transaction locking = this.client.begin(TransactionOptions.defaults().startingLate());
		locking.lock(key);
		locking.put(this.cluster.key("b"), "1".getBytes());
		this.cluster.write(this.client, key, "changed");
		assertThat(locking.commit()).isInstanceOf(CommitOutcome.Conflict.class);
	}

	@Test
	void givesEveryTransactionTimestampsOfItsOwn() {
		List<CompletableFuture<CommitOutcome>> running = IntStream.range(0, 50).mapToObj((i) -> Cluster.supply(() -> {
			Transaction transaction = this.client.begin();
			transaction.put(this.cluster.key("row" + i), "1".getBytes());
			transaction.onCommit((base, writes) -> writes.put(this.cluster.key("base" + i), bytes(base)));
			return transaction.commit();
		})).toList();
		assertThat(running.stream().map(CompletableFuture::join)).allMatch(CommitOutcome.Committed.class::isInstance);
		List<String> bases = this.client.snapshot()
			.scan(Scan.prefix(this.cluster.key("base")))
			.stream()
			.map((entry) -> text(entry.value()))
			.toList();
		assertThat(bases).hasSize(50).doesNotHaveDuplicates();
	}

	private static byte[] bytes(Timestamp timestamp) {
		return timestamp.toString().getBytes();
	}

	@Test
	void needsOneTimestampLessWhenCausal() {
		this.cluster.write(this.client, this.cluster.key("warm"), "1");
		long before = this.cluster.count("Tso");
		Transaction transaction = this.client.begin(TransactionOptions.defaults().asCausal());
		transaction.put(this.cluster.key("a"), "1".getBytes());
		committed(transaction);
		assertThat(this.cluster.count("Tso") - before).isEqualTo(1);
	}

	@Test
	void fallsBackToTwoPhasesAndAnnouncesBeforeALateCommit() {
		Key key = this.cluster.key("a");
		AtomicReference<Timestamp> announced = new AtomicReference<>();
		Transaction transaction = this.client.begin();
		Timestamp start = transaction.timestamp();
		transaction.put(key, "1".getBytes());
		transaction.bound(new CommitBound(PROMPT, MAX, (base, began) -> {
			assertThat(began).isEqualTo(start);
			announced.set(this.client.timestamp());
		}));
		CommitOutcome.Committed outcome = (CommitOutcome.Committed) commitAfter(transaction, Duration.ofSeconds(1));
		assertThat(outcome.protocol()).isEqualTo(Protocol.TWO_PHASE);
		assertThat(announced.get()).isNotNull().isLessThan(outcome.timestamp());
		assertThat(text(this.client.get(key))).isEqualTo("1");
	}

	@Test
	void announcesNothingWhenPrompt() {
		Transaction transaction = this.client.begin();
		transaction.put(this.cluster.key("a"), "1".getBytes());
		transaction.bound(new CommitBound(Duration.ofSeconds(30), MAX, (base, start) -> {
			throw new IllegalStateException("not slow");
		}));
		assertThat(committed(transaction).protocol()).isEqualTo(Protocol.ONE_PHASE);
	}

	@Test
	void rollsBackIfTheAnnouncementFails() {
		Key key = this.cluster.key("a");
		Transaction transaction = this.client.begin();
		transaction.put(key, "1".getBytes());
		transaction.bound(new CommitBound(PROMPT, MAX, (base, start) -> {
			throw new IllegalStateException("cannot announce");
		}));
		CompletableFuture<CommitOutcome> late = Cluster.supply(() -> commitAfter(transaction, Duration.ofSeconds(1)));
		assertThat(late).failsWithin(PATIENCE).withThrowableThat().havingRootCause().withMessage("cannot announce");
		assertThat(this.client.snapshot().get(key)).isNull();
	}

	@Test
	void refusesACommitBeyondTheBound() {
		Key key = this.cluster.key("a");
		Transaction transaction = this.client.begin();
		transaction.put(key, "1".getBytes());
		transaction.bound(new CommitBound(PROMPT, Duration.ofSeconds(2), (base, start) -> {
			throw new IllegalStateException("too late to announce");
		}));
		assertThat(commitAfter(transaction, Duration.ofSeconds(3))).isInstanceOf(CommitOutcome.Aborted.class);
		assertThat(this.client.snapshot().get(key)).isNull();
		this.cluster.write(this.client, key, "2");
	}

	@Test
	void takesTheSmallestOfSeveralBoundsAndEveryAnnouncement() {
		Transaction transaction = this.client.begin();
		transaction.put(this.cluster.key("a"), "1".getBytes());
		AtomicReference<Timestamp> first = new AtomicReference<>();
		AtomicReference<Timestamp> second = new AtomicReference<>();
		transaction.bound(new CommitBound(PROMPT, MAX, (base, start) -> first.set(base)));
		transaction.bound(new CommitBound(Duration.ofSeconds(50), MAX, (base, start) -> second.set(base)));
		assertThat(commitAfter(transaction, Duration.ofSeconds(1))).isInstanceOf(CommitOutcome.Committed.class);
		assertThat(first.get()).isNotNull().isEqualTo(second.get());
	}

	@Test
	void commitsOnlyBeforeAnEnd() {
		Key key = this.cluster.key("a");
		Transaction inTime = this.client.begin();
		inTime.put(key, "1".getBytes());
		inTime.commitBefore(inTime.timestamp().plus(Duration.ofSeconds(30)));
		committed(inTime);
		Transaction over = this.client.begin();
		over.put(key, "2".getBytes());
		over.commitBefore(over.timestamp());
		assertThat(over.commit()).isInstanceOf(CommitOutcome.Aborted.class);
		Transaction late = this.client.begin();
		late.put(key, "3".getBytes());
		late.commitBefore(late.timestamp().plus(Duration.ofSeconds(1)));
		assertThat(commitAfter(late, Duration.ofSeconds(3))).isInstanceOf(CommitOutcome.Aborted.class);
		assertThat(text(this.client.snapshot().get(key))).isEqualTo("1");
	}

	@Test
	void commitsWhatIsTooLargeForOneRequestInTwoPhases() {
		Transaction transaction = this.client.begin();
		byte[] large = new byte[100_000];
		large[0] = 1;
		for (int i = 0; i < 20; i++) {
			transaction.put(this.cluster.key("row" + i), large);
		}
		for (int i = 20; i < 300; i++) {
			transaction.put(this.cluster.key("row" + i), "many".getBytes());
		}
		assertThat(committed(transaction).protocol()).isEqualTo(Protocol.TWO_PHASE);
		assertThat(this.client.snapshot()
			.getAll(IntStream.range(0, 20).mapToObj((i) -> this.cluster.key("row" + i)).toList())).hasSize(20);
		assertThat(this.cluster.count("KvPrewrite")).isGreaterThan(1);
	}

	@Test
	void refusesWhatIsTooLargeAndStaysUsable() {
		Transaction transaction = this.client.begin();
		Key key = this.cluster.key("a");
		assertThatExceptionOfType(LimitExceededException.class)
			.isThrownBy(() -> transaction.put(key, new byte[(6 << 20) + 1]));
		assertThatExceptionOfType(LimitExceededException.class)
			.isThrownBy(() -> transaction.put(Key.wrap(new byte[4097]), "1".getBytes()));
		assertThatIllegalArgumentException().isThrownBy(() -> transaction.put(key, new byte[0]));
		assertThatIllegalArgumentException().isThrownBy(() -> transaction.delete(Key.wrap(new byte[0])));
		transaction.put(key, "1".getBytes());
		committed(transaction);
	}

	@Test
	void runsActionsAfterSuccessOnly() {
		Key key = this.cluster.key("a");
		AtomicReference<String> ran = new AtomicReference<>("");
		Transaction first = this.client.begin();
		Transaction second = this.client.begin();
		second.timestamp();
		first.put(key, "1".getBytes());
		second.put(key, "2".getBytes());
		first.afterCommit(() -> {
			throw new IllegalStateException("logged");
		});
		first.afterCommit(() -> ran.set(ran.get() + "first"));
		second.afterCommit(() -> ran.set(ran.get() + "second"));
		committed(first);
		second.commit();
		assertThat(ran.get()).isEqualTo("first");
	}

	@Test
	void commitsWhateverAListenerThrows() {
		ClientListener broken = new ClientListener() {

			@Override
			public void request(String name, long nanos, boolean failed) {
				throw new IllegalStateException("logged");
			}

		};
		TitoClient watched = this.cluster.connect(this.cluster.settings().with(broken));
		this.cluster.write(watched, this.cluster.key("a"), "1");
		assertThat(text(watched.get(this.cluster.key("a")))).isEqualTo("1");
	}

	@Test
	void refusesUseAfterTheEnd() {
		Transaction transaction = this.client.begin();
		transaction.rollback();
		transaction.rollback();
		assertThatIllegalStateException().isThrownBy(() -> transaction.get(this.cluster.key("a")));
		assertThatIllegalStateException().isThrownBy(transaction::commit);
	}

	/**
	 * Commit while the oracle's clock goes on by so much between base and prewrite, and a
	 * reader has seen that time.
	 */
	private CommitOutcome commitAfter(Transaction transaction, Duration delay) {
		FaultAction.Hold hold = FaultAction.holdBefore();
		this.cluster.faults().onNext("KvPrewrite", hold);
		CompletableFuture<CommitOutcome> outcome = Cluster.supply(transaction::commit);
		hold.awaitArrival(PATIENCE);
		this.cluster.faults().advanceClock(delay);
		this.client.snapshot().get(this.cluster.key("elsewhere"));
		hold.release();
		return outcome.join();
	}

}
