package io.tito.listener.container;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.tito.client.CommitOutcome;
import io.tito.client.Transaction;
import io.tito.log.TypeSettings;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A transaction that is held between its base timestamp and its commit while a hundred
 * others pass it.
 */
class LateCommitTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	/**
	 * Longer than any pause of the machine, so that only the test makes a commit slow.
	 */
	private static final TypeSettings TYPE = new TypeSettings(1, Duration.ofSeconds(30), Duration.ofSeconds(90));

	private static final ListenerSettings SETTINGS = ListenerSettings.of(ListenerSettings.Profile.BALANCED);

	private final ExecutorService thread = Executors.newSingleThreadExecutor();

	private final AtomicInteger failures = new AtomicInteger();

	private final CountDownLatch based = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	@AfterEach
	void end() {
		this.released.countDown();
		this.thread.shutdown();
	}

	@ParameterizedTest
	@CsvSource({ "0, false, false", "0, true, false", "40, false, false", "40, true, false", "0, false, true",
			"40, true, true" })
	void isDeliveredOnce(long slowSeconds, boolean takeover, boolean transactional) throws Exception {
		try (TestInstance one = new TestInstance(cluster, "one", TYPE, SETTINGS);
				TestInstance two = new TestInstance(cluster, "two", TYPE, SETTINGS)) {
			one.listen("audit", transactional, one::remember).start();
			Future<CommitOutcome> held = hold(one, "late");
			IntStream.range(0, 100).forEach((i) -> one.publish("key" + i, "" + i));
			one.drain("audit");
			assertThat(one.handled).hasSize(100).doesNotContain("late");
			if (slowSeconds > 0) {
				// readers look past it, so that only its announcement tells of it
				cluster.pass(Duration.ofSeconds(slowSeconds));
				one.publish("ann", "between");
				one.drain("audit");
			}
			if (takeover) {
				one.member.close();
				two.listen("audit", transactional, two::remember).start();
				two.runUntil(() -> two.owned() == 1);
			}
			this.released.countDown();
			assertThat(held.get(20, TimeUnit.SECONDS)).isInstanceOf(CommitOutcome.Committed.class);
			assertThat(cluster.rows("late:")).hasSize((slowSeconds > 0) ? 1 : 0);
			TestInstance owner = takeover ? two : one;
			owner.drain("audit");
			owner.publish("end", "end");
			owner.drain("audit");

			assertThat(owner.handled).endsWith("late", "end").hasSize(takeover ? 2 : (slowSeconds > 0) ? 103 : 102);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void thatFailsIsTriedAgain(boolean transactional) throws Exception {
		try (TestInstance one = new TestInstance(cluster, "one", TYPE, SETTINGS.withRetry(TestInstance.QUICK))) {
			one.listen("audit", transactional, (event, type, payload) -> {
				if (new String(payload, StandardCharsets.UTF_8).equals("late") && this.failures.getAndIncrement() < 2) {
					throw new IllegalStateException("not yet");
				}
				one.remember(event, type, payload);
			}).start();
			Future<CommitOutcome> held = hold(one, "late");
			IntStream.range(0, 10).forEach((i) -> one.publish("key" + i, "" + i));
			one.drain("audit");
			this.released.countDown();
			assertThat(held.get(20, TimeUnit.SECONDS)).isInstanceOf(CommitOutcome.Committed.class);
			one.publish("ann", "behind");
			one.drain("audit");

			assertThat(one.handled.subList(10, one.handled.size()).stream().distinct()).containsExactly("late",
					"behind");
			assertThat(one.operations.lag("order", "audit").deadLetters()).isZero();
		}
	}

	@Test
	void moreOfThemThanATransactionHoldsAreParkedDueAtOnceInTheirOrder() throws Exception {
		try (TestInstance one = new TestInstance(cluster, "one", TYPE, SETTINGS.withBatch(2))) {
			List<Integer> parked = new ArrayList<>();
			one.listen("audit", true, (event, type, payload) -> {
				parked.add(cluster.rows("parked:").size());
				one.remember(event, type, payload);
			}).start();
			Future<CommitOutcome> held = hold(one, "late1", "late2", "late3", "late4", "late5");
			one.publish("ann", "first");
			one.drain("audit");
			this.released.countDown();
			assertThat(held.get(20, TimeUnit.SECONDS)).isInstanceOf(CommitOutcome.Committed.class);
			one.publish("ann", "behind");
			one.drain("audit");

			assertThat(one.handled).containsExactly("first", "late1", "late2", "late3", "late4", "late5", "behind");
			assertThat(parked.get(1)).as("when the first of them was handled").isGreaterThanOrEqualTo(5);
			assertThat(one.metadata).allSatisfy((event) -> assertThat(event.attempt()).isEqualTo(1));
			assertThat(cluster.rows("parked:")).isEmpty();
		}
	}

	private Future<CommitOutcome> hold(TestInstance one, String... payloads) throws Exception {
		Transaction transaction = one.client.begin();
		for (String payload : payloads) {
			one.append(transaction, "ann", payload, null);
		}
		transaction.onCommit((base, writes) -> {
			this.based.countDown();
			await();
		});
		Future<CommitOutcome> held = this.thread.submit(transaction::commit);
		assertThat(this.based.await(20, TimeUnit.SECONDS)).isTrue();
		return held;
	}

	private void await() {
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
