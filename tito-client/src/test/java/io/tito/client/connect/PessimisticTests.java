package io.tito.client.connect;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.tito.client.ClientTimeoutException;
import io.tito.client.CommitBound;
import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.DeadlockException;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.embedded.fault.Expectation;
import io.tito.embedded.fault.FaultAction;
import io.tito.key.Key;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tikv.kvproto.Kvrpcpb.TxnHeartBeatRequest;

import static io.tito.client.connect.Cluster.PATIENCE;
import static io.tito.client.connect.Cluster.committed;
import static io.tito.client.connect.Cluster.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Locks that are taken before the commit.
 */
class PessimisticTests {

	private static final TransactionOptions PESSIMISTIC = TransactionOptions.defaults().asPessimistic();

	private static final Duration BEYOND_ANY_LOCK = Duration.ofMinutes(5);

	@RegisterExtension
	final Cluster cluster = new Cluster();

	private TitoClient client;

	private TitoClient other;

	private Key a;

	private Key b;

	@BeforeEach
	void connect() {
		this.client = this.cluster.connect();
		this.other = this.cluster.connect();
		this.a = this.cluster.key("a");
		this.b = this.cluster.key("b");
		this.cluster.write(this.client, this.a, "0");
	}

	@Test
	void readsWhatTheHolderCommitted() throws Exception {
		Transaction holder = this.client.begin();
		assertThat(text(holder.getForUpdate(this.a))).isEqualTo("0");
		Transaction waiter = this.other.begin();
		waiter.timestamp();
		Expectation waiting = this.cluster.faults().onNext("KvPessimisticLock", FaultAction.delay(Duration.ZERO));
		CompletableFuture<byte[]> read = Cluster.supply(() -> waiter.getForUpdate(this.a));
		waiting.awaitMet(PATIENCE);
		holder.put(this.a, "1".getBytes());
		committed(holder);
		assertThat(text(read.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))).isEqualTo("1");
		assertThat(text(waiter.get(this.a))).isEqualTo("1");
		assertThat(text(waiter.getAll(List.of(this.a, this.b)).get(this.a))).isEqualTo("1");
		waiter.put(this.a, "2".getBytes());
		assertThat(text(waiter.getForUpdate(this.a))).isEqualTo("2");
		assertThat(committed(waiter).protocol()).isEqualTo(Protocol.ONE_PHASE);
		assertThat(text(this.client.get(this.a))).isEqualTo("2");
	}

	@Test
	void hotKeysAreIncreasedWithoutConflicts() {
		List<CompletableFuture<Void>> running = IntStream.range(0, 4)
			.mapToObj((i) -> Cluster
				.run(() -> IntStream.range(0, 20).forEach((n) -> increase((i % 2 == 0) ? this.client : this.other))))
			.toList();
		running.forEach(CompletableFuture::join);
		assertThat(text(this.client.get(this.a))).isEqualTo("80");
		assertThat(this.cluster.faults().dumpMvcc(this.a.bytes()).lock()).isNull();
	}

	private void increase(TitoClient from) {
		Transaction transaction = from.begin();
		int value = Integer.parseInt(text(transaction.getForUpdate(this.a)));
		transaction.put(this.a, Integer.toString(value + 1).getBytes());
		committed(transaction);
	}

	@Test
	void givesUpWaitingAndStaysUsable() {
		Transaction holder = this.client.begin();
		holder.getForUpdate(this.a);
		Transaction waiter = this.other.begin(PESSIMISTIC.waitingForLocks(Duration.ofMillis(100)));
		assertThatExceptionOfType(ClientTimeoutException.class).isThrownBy(() -> waiter.getForUpdate(this.a))
			.withMessageContaining("Gave up waiting");
		waiter.put(this.b, "1".getBytes());
		committed(waiter);
		holder.put(this.a, "1".getBytes());
		committed(holder);
	}

	@Test
	void oneOfTwoThatWaitForEachOtherGivesWay() {
		Transaction first = this.client.begin();
		Transaction second = this.other.begin();
		first.getForUpdate(this.a);
		second.getForUpdate(this.b);
		CompletableFuture<CommitOutcome> one = Cluster.supply(() -> swap(first, this.b));
		CompletableFuture<CommitOutcome> two = Cluster.supply(() -> swap(second, this.a));
		List<Throwable> failures = Stream.of(one, two).flatMap(PessimisticTests::failure).toList();
		assertThat(failures).singleElement().isInstanceOf(DeadlockException.class);
		assertThat(Stream.of(one, two).filter((each) -> !each.isCompletedExceptionally()))
			.allMatch((each) -> each.join() instanceof CommitOutcome.Committed);
		Transaction loser = one.isCompletedExceptionally() ? first : second;
		assertThatIllegalStateException().isThrownBy(loser::commit);
	}

	private static CommitOutcome swap(Transaction transaction, Key key) {
		transaction.getForUpdate(key);
		transaction.put(key, "swapped".getBytes());
		return transaction.commit();
	}

	private static Stream<Throwable> failure(CompletableFuture<?> future) {
		try {
			future.join();
			return Stream.of();
		}
		catch (CompletionException ex) {
			return Stream.of(ex.getCause());
		}
	}

	@Test
	void rollbackLetsOthersIn() {
		Transaction holder = this.client.begin();
		holder.getForUpdate(this.a);
		holder.rollback();
		Transaction next = this.other.begin();
		assertThat(text(next.getForUpdate(this.a))).isEqualTo("0");
		next.rollback();
	}

	@Test
	void locksAreKeptAliveUntilTheEnd() {
		Transaction holder = this.client.begin();
		holder.getForUpdate(this.a);
		this.cluster.faults().onNext("KvTxnHeartBeat", FaultAction.delay(Duration.ZERO)).awaitMet(PATIENCE);
		holder.rollback();
	}

	@Test
	void takesOverFromTheDeadWhoThenCannotCommit() {
		Transaction dead = this.client.begin();
		long start = dead.timestamp().value();
		this.cluster.faults()
			.onEvery("KvTxnHeartBeat", (request) -> ((TxnHeartBeatRequest) request).getStartVersion() == start,
					FaultAction.dropBefore());
		dead.getForUpdate(this.b);
		dead.getForUpdate(this.a);
		this.cluster.faults().advanceClock(BEYOND_ANY_LOCK);
		this.other.timestamp();
		Transaction heir = this.other.begin();
		assertThat(text(heir.getForUpdate(this.a))).isEqualTo("0");
		heir.put(this.a, "heir".getBytes());
		committed(heir);
		assertThat(this.cluster.count("KVPessimisticRollback")).isPositive();
		// a dropped request takes all others of its connection along
		this.cluster.faults().clear();
		dead.put(this.a, "dead".getBytes());
		assertThat(dead.commit()).isInstanceOf(CommitOutcome.Aborted.class);
		assertThat(text(this.client.snapshot().get(this.a))).isEqualTo("heir");
		this.cluster.write(this.other, this.b, "free");
	}

	@Test
	void optimisticWritersRemoveLocksOfTheDead() {
		this.cluster.faults().onEvery("KvTxnHeartBeat", (request) -> true, FaultAction.dropBefore());
		this.client.begin().getForUpdate(this.a);
		this.cluster.faults().advanceClock(BEYOND_ANY_LOCK);
		this.other.timestamp();
		this.cluster.write(this.other, this.a, "1");
		assertThat(text(this.other.get(this.a))).isEqualTo("1");
	}

	@Test
	void commitsAlthoughTheStoreLostItsLocksIfNobodyWrote() {
		// the commit before may have the timestamp that is given out next, and would
		// count as one since the start (protocol, P8)
		this.client.timestamp();
		Transaction holder = this.client.begin();
		holder.getForUpdate(this.a);
		this.cluster.server().restart();
		holder.put(this.a, "1".getBytes());
		committed(holder);
		assertThat(text(this.other.snapshot().get(this.a))).isEqualTo("1");
	}

	@Test
	void whatWasReadWithoutALockMustNotHaveChanged() {
		Transaction reader = this.client.begin(PESSIMISTIC);
		reader.get(this.a);
		this.cluster.write(this.other, this.a, "changed");
		reader.put(this.a, "1".getBytes());
		reader.getForUpdate(this.b);
		assertThat(reader.commit()).isInstanceOf(CommitOutcome.Conflict.class);
		this.cluster.write(this.other, this.b, "free");
	}

	@Test
	void writesThatReadNothingWaitForTheHolder() {
		Transaction holder = this.client.begin();
		holder.getForUpdate(this.a);
		holder.put(this.a, "holder".getBytes());
		Transaction writer = this.other.begin(PESSIMISTIC);
		writer.put(this.a, "writer".getBytes());
		Expectation waiting = this.cluster.faults().onNext("KvPessimisticLock", FaultAction.delay(Duration.ZERO));
		CompletableFuture<CommitOutcome> outcome = Cluster.supply(writer::commit);
		waiting.awaitMet(PATIENCE);
		committed(holder);
		assertThat(outcome.join()).isInstanceOf(CommitOutcome.Committed.class);
		assertThat(text(this.client.get(this.a))).isEqualTo("writer");
	}

	@Test
	void insertsFindWhatExists() {
		Transaction blind = this.client.begin(PESSIMISTIC);
		blind.insert(this.a, "1".getBytes());
		assertThat(blind.commit()).isEqualTo(new CommitOutcome.KeyExists(this.a));
		Transaction holding = this.client.begin();
		holding.getForUpdate(this.a);
		holding.insert(this.a, "1".getBytes());
		assertThat(holding.commit()).isEqualTo(new CommitOutcome.KeyExists(this.a));
		Transaction absent = this.client.begin(PESSIMISTIC);
		absent.insert(this.b, "1".getBytes());
		absent.insert(this.cluster.key("c"), "1".getBytes());
		absent.delete(this.cluster.key("c"));
		committed(absent);
		assertThat(text(this.other.get(this.b))).isEqualTo("1");
		assertThat(this.other.get(this.cluster.key("c"))).isNull();
		assertThat(this.cluster.faults().dumpMvcc(this.cluster.key("c").bytes()).lock()).isNull();
	}

	@Test
	void publishesInTwoPhasesWhereOneDoesNotDo() {
		Transaction bounded = this.client.begin(PESSIMISTIC.fastest(Protocol.ASYNC_COMMIT));
		bounded.lock(this.a);
		bounded.onCommit((base, writes) -> writes.insert(this.b, "event".getBytes()));
		bounded.bound(new CommitBound(Duration.ofSeconds(30), Duration.ofSeconds(60), (base, start) -> {
			throw new IllegalStateException("not slow");
		}));
		assertThat(committed(bounded).protocol()).isEqualTo(Protocol.TWO_PHASE);
		Transaction unbounded = this.client.begin(PESSIMISTIC.fastest(Protocol.ASYNC_COMMIT));
		unbounded.put(this.a, "1".getBytes());
		unbounded.put(this.b, "1".getBytes());
		assertThat(committed(unbounded).protocol()).isEqualTo(Protocol.ASYNC_COMMIT);
		assertThat(text(this.other.snapshot().get(this.b))).isEqualTo("1");
	}

	@Test
	void refusesAnEmptyKey() {
		Transaction transaction = this.client.begin();
		assertThatIllegalArgumentException().isThrownBy(() -> transaction.getForUpdate(Key.wrap(new byte[0])));
	}

}
