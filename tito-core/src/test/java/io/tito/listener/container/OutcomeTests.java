package io.tito.listener.container;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.tito.annotation.OnDeadLetter;
import io.tito.annotation.Ordering;
import io.tito.client.Transaction;
import io.tito.listener.BatchEventHandler;
import io.tito.listener.EventHandler;
import io.tito.listener.EventOutcome;
import io.tito.listener.ReceivedEvent;
import io.tito.listener.RejectEventException;
import io.tito.listener.UnreadablePayloadException;
import io.tito.log.LogListener.Outcome;
import io.tito.log.TypeSettings;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of events, by what their handler says.
 */
class OutcomeTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final ListenerSettings SETTINGS = ListenerSettings.of(ListenerSettings.Profile.BALANCED)
		.withRetry(TestInstance.QUICK);

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void rescheduledEventComesAgainInTimeBeforeThoseOfItsKeyAndSpendsNoAttempt(boolean transactional) {
		try (TestInstance one = instance(SETTINGS)) {
			List<Instant> times = new ArrayList<>();
			Instant later = Instant.ofEpochMilli(one.client.snapshot().timestamp().physical() + 300);
			one.listen("audit", transactional, (EventHandler) (event) -> {
				if (text(event).equals("1") && times.size() < 1) {
					times.add(later);
					return EventOutcome.rescheduleAt(later);
				}
				if (text(event).equals("1")) {
					times.add(Instant.ofEpochMilli(one.client.snapshot().timestamp().physical()));
				}
				one.remember(event.metadata(), event.payloadType(), event.payload());
				return EventOutcome.done();
			}).start();
			publish(one, "ann 1", "bob 2", "ann 3");
			one.drain("audit");

			assertThat(one.handled).containsExactly("2", "1", "3");
			assertThat(times.get(1)).isAfterOrEqualTo(later);
			assertThat(one.metadata).allSatisfy((event) -> assertThat(event.attempt()).isEqualTo(1));
		}
	}

	@Test
	void handlerThatTakesTooLongIsInterruptedAndHasSpentAnAttempt() {
		try (TestInstance one = instance(SETTINGS.withHandlerTimeout(Duration.ofMillis(50)))) {
			one.listen("audit", false, (EventHandler) (event) -> {
				Instant now = Instant.now();
				assertThat(event.metadata().deadline()).isBetween(now.minusSeconds(20), now.plusMillis(50));
				one.remember(event.metadata(), event.payloadType(), event.payload());
				if (event.metadata().attempt() < 3) {
					return waitForEver();
				}
				return EventOutcome.done();
			}).start();
			publish(one, "ann 1");
			one.drain("audit");

			assertThat(one.metadata).extracting("attempt").containsExactly(1, 2, 3);
			assertThat(one.outcomes).containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.HANDLED);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void lateReturnIsNeverAcknowledged(boolean transactional) {
		try (TestInstance one = instance(SETTINGS.withHandlerTimeout(Duration.ofMillis(50)))) {
			one.listen("audit", transactional, (EventHandler) (event) -> {
				one.remember(event.metadata(), event.payloadType(), event.payload());
				try {
					return waitForEver();
				}
				catch (InterruptedException ex) {
					return EventOutcome.done();
				}
			}).start();
			publish(one, "ann 1");
			one.drain("audit");

			assertThat(one.metadata).extracting("attempt").containsExactly(1, 2, 3);
			assertThat(one.operations.lag("order", "audit").deadLetters()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void withoutOrderNoEventWaitsForAnother(boolean transactional) {
		try (TestInstance one = instance(SETTINGS.withOrdering(Ordering.NONE))) {
			one.listen("audit", transactional, (EventHandler) (event) -> {
				if (text(event).equals("1") && event.metadata().attempt() < 3) {
					throw new IllegalStateException("not yet");
				}
				one.remember(event.metadata(), event.payloadType(), event.payload());
				return EventOutcome.done();
			}).start();
			publish(one, "ann 1", "ann 2", "ann 3");
			one.drain("audit");

			assertThat(one.handled).containsExactly("2", "3", "1");
			assertThat(one.metadata).extracting("key").containsOnly("ann");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void heldLaneWaitsBehindItsDeadLetterWhileOthersGoOn(boolean transactional) {
		try (TestInstance one = instance(SETTINGS.withRetry(TestInstance.QUICK.withOnDeadLetter(OnDeadLetter.HOLD)))) {
			one.listen("audit", transactional, (EventHandler) (event) -> {
				if (text(event).equals("1")) {
					throw new RejectEventException("no");
				}
				one.remember(event.metadata(), event.payloadType(), event.payload());
				return EventOutcome.done();
			}).start();
			publish(one, "ann 1", "ann 2", "bob 3");
			one.runUntil(() -> one.handled.contains("3"));
			publish(one, "ann 4", "bob 5");
			one.runUntil(() -> one.handled.contains("5"));
			one.runUntil(() -> one.operations.lag("order", "audit").pending() == 0);

			assertThat(one.handled).containsExactly("3", "5");
			assertThat(one.operations.lag("order", "audit").deadLetters()).isEqualTo(1);
			assertThat(one.operations.lag("order", "audit").parked()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void batchIsHandedOverTogetherInTheOrderOfTheLog(boolean transactional) {
		try (TestInstance one = instance(SETTINGS)) {
			List<List<String>> batches = new ArrayList<>();
			one.listen("audit", transactional, (BatchEventHandler) (events) -> {
				batches.add(events.stream().map(OutcomeTests::text).toList());
				return events.stream().map((event) -> EventOutcome.done()).toList();
			});
			publish(one, "ann 1", "bob 2", "ann 3");
			one.start();
			one.drain("audit");

			assertThat(batches).containsExactly(List.of("1", "2", "3"));
			assertThat(one.outcomes).containsExactly(Outcome.HANDLED, Outcome.HANDLED, Outcome.HANDLED);
		}
	}

	@Test
	void partOfABatchMayFailOrWaitAndTakesWhatIsBehindItInItsLaneAlong() {
		try (TestInstance one = instance(SETTINGS)) {
			List<List<String>> batches = new ArrayList<>();
			one.listen("audit", false, (BatchEventHandler) (events) -> {
				batches.add(events.stream().map(OutcomeTests::text).toList());
				boolean first = batches.size() == 1;
				return events.stream().map((event) -> switch (text(event)) {
					case "2" -> first ? EventOutcome.failed(new IllegalStateException("no")) : EventOutcome.done();
					case "3" -> first ? EventOutcome.rescheduleAt(Instant.EPOCH) : EventOutcome.done();
					default -> EventOutcome.done();
				}).toList();
			});
			publish(one, "ann 1", "bob 2", "eve 3", "bob 4", "ann 5", "eve 6");
			one.start();
			one.drain("audit");

			assertThat(batches.get(0)).containsExactly("1", "2", "3", "4", "5", "6");
			List<String> again = batches.subList(1, batches.size()).stream().flatMap(List::stream).toList();
			assertThat(again).containsExactlyInAnyOrder("2", "3", "4", "6")
				.containsSubsequence("2", "4")
				.containsSubsequence("3", "6");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void batchThatThrowsIsTakenApartUntilThePoisonIsAlone(boolean transactional) {
		try (TestInstance one = instance(SETTINGS)) {
			Set<String> done = new java.util.TreeSet<>();
			one.listen("audit", transactional, (BatchEventHandler) (events) -> {
				if (events.stream().anyMatch((event) -> text(event).equals("2"))) {
					throw new IllegalStateException("one of them");
				}
				events.forEach((event) -> done.add(text(event)));
				return events.stream().map((event) -> EventOutcome.done()).toList();
			});
			publish(one, "ann 1", "bob 2", "eve 3", "bob 4", "ann 5");
			one.start();
			one.drain("audit");

			assertThat(done).containsExactly("1", "3", "4", "5");
			assertThat(one.operations.lag("order", "audit").deadLetters()).isEqualTo(1);
		}
	}

	@Test
	void batchIsHandedOverOneByOneAfterSoManyFailuresAndTogetherAgainLater() {
		try (TestInstance one = instance(SETTINGS.withDegradeAfter(3))) {
			List<Integer> sizes = new ArrayList<>();
			one.listen("audit", false, (BatchEventHandler) (events) -> {
				sizes.add(events.size());
				if (events.stream().anyMatch((event) -> text(event).equals("2"))) {
					throw new RejectEventException("not this one");
				}
				return events.stream().map((event) -> EventOutcome.done()).toList();
			});
			publish(one, "ann 1", "bob 2", "eve 3", "dan 4");
			one.start();
			one.drain("audit");
			publish(one, "ann 5", "bob 6", "eve 7");
			one.drain("audit");

			assertThat(sizes).containsExactly(4, 4, 4, 1, 1, 1, 1, 3);
			assertThat(one.operations.lag("order", "audit").deadLetters()).isEqualTo(1);
		}
	}

	@Test
	void transactionShrinksToTheEventAtFaultAndGrowsAgain() {
		try (TestInstance one = instance(SETTINGS.withBatch(16))) {
			List<Integer> sizes = new ArrayList<>();
			List<Integer> ofThePoison = new ArrayList<>();
			one.listen("audit", true, (BatchEventHandler) (events) -> {
				sizes.add(events.size());
				if (events.stream().anyMatch((event) -> text(event).equals("5"))) {
					ofThePoison.add(events.size());
					throw new RejectEventException("not this one");
				}
				return events.stream().map((event) -> EventOutcome.done()).toList();
			});
			publish(one, IntStream.range(0, 60).mapToObj((i) -> "lane" + i + " " + i).toArray(String[]::new));
			one.start();
			one.drain("audit");

			assertThat(ofThePoison).startsWith(16).endsWith(1);
			assertThat(Collections.frequency(ofThePoison, 1)).as("alone once: %s", sizes).isEqualTo(1);
			assertThat(sizes.subList(sizes.indexOf(1), sizes.size())).as("it climbs back").contains(2, 4, 8, 16);
			assertThat(one.operations.lag("order", "audit").deadLetters()).isEqualTo(1);
		}
	}

	@Test
	void payloadThatNobodyCanReadSpendsAttemptsOnlyWhenTheHoldIsOver() {
		try (TestInstance one = instance(
				SETTINGS.withRetry(TestInstance.QUICK.withHolds(Duration.ofMinutes(1), Duration.ZERO)))) {
			List<Integer> attempts = new ArrayList<>();
			one.listen("audit", false, (EventHandler) (event) -> {
				attempts.add(event.metadata().attempt());
				throw new UnreadablePayloadException("a newer form", null);
			}).start();
			publish(one, "ann 1");
			one.runUntil(() -> attempts.size() == 5);
			assertThat(attempts).containsOnly(1);
			assertThat(one.operations.lag("order", "audit").parked()).isEqualTo(1);
			cluster.pass(Duration.ofMinutes(2));
			one.member.heartbeat();
			one.drain("audit");

			assertThat(attempts.subList(attempts.indexOf(2) - 1, attempts.size())).containsExactly(1, 2, 3);
			assertThat(one.operations.lag("order", "audit").deadLetters()).isEqualTo(1);
		}
	}

	@Test
	void noMoreHandlersRunAtOnceThanTheConcurrencySays() throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		try (TestInstance one = instance(SETTINGS.withConcurrency(3))) {
			AtomicInteger running = new AtomicInteger();
			Set<Integer> seen = ConcurrentHashMap.newKeySet();
			CountDownLatch three = new CountDownLatch(3);
			one.listen("audit", false, (EventHandler) (event) -> {
				seen.add(running.incrementAndGet());
				three.countDown();
				assertThat(three.await(20, TimeUnit.SECONDS)).isTrue();
				running.decrementAndGet();
				return EventOutcome.done();
			});
			publish(one, IntStream.range(0, 30).mapToObj((i) -> "lane" + i + " " + i).toArray(String[]::new));
			one.start(threads);
			one.drain("audit");

			assertThat(seen).contains(3).allSatisfy((count) -> assertThat(count).isBetween(1, 3));
		}
		finally {
			threads.shutdown();
		}
	}

	@Test
	void outageParksNothingAndSpendsNoAttempt() {
		try (TestInstance one = instance(SETTINGS)) {
			AtomicBoolean away = new AtomicBoolean(true);
			AtomicInteger calls = new AtomicInteger();
			one.listen("audit", false, (EventHandler) (event) -> {
				calls.incrementAndGet();
				if (away.get()) {
					throw new IllegalStateException("the service is away");
				}
				one.remember(event.metadata(), event.payloadType(), event.payload());
				return EventOutcome.done();
			});
			publish(one, "ann 1", "bob 2", "eve 3");
			one.start();
			one.runUntil(() -> calls.get() >= 60);
			assertThat(one.operations.lag("order", "audit").parked()).isZero();
			assertThat(one.outcomes).isEmpty();
			away.set(false);
			one.drain("audit");

			assertThat(one.handled).containsExactlyInAnyOrder("1", "2", "3");
			assertThat(one.metadata).allSatisfy((event) -> assertThat(event.attempt()).isEqualTo(1));
		}
	}

	@Test
	void outageThatLastsTooLongCountsAsFailures() {
		try (TestInstance one = instance(
				SETTINGS.withRetry(TestInstance.QUICK.withHolds(Duration.ofHours(1), Duration.ZERO)))) {
			one.listen("audit", false, (EventHandler) (event) -> {
				throw new IllegalStateException("the service is away");
			});
			publish(one, "ann 1", "bob 2", "eve 3");
			one.start();
			one.drain("audit");

			assertThat(one.operations.lag("order", "audit").deadLetters()).isEqualTo(3);
		}
	}

	@Test
	void oneSuccessEndsTheSuspicionOfAnOutage() {
		try (TestInstance one = instance(SETTINGS)) {
			one.listen("audit", false, (EventHandler) (event) -> {
				if (!text(event).equals("good")) {
					throw new IllegalStateException("poison");
				}
				one.remember(event.metadata(), event.payloadType(), event.payload());
				return EventOutcome.done();
			});
			publish(one, "ann 1", "bob 2", "eve good");
			one.start();
			one.runUntil(() -> one.operations.lag("order", "audit").parked() == 2);

			assertThat(one.handled).containsExactly("good");
		}
	}

	private static TestInstance instance(ListenerSettings settings) {
		return new TestInstance(cluster, "one", TypeSettings.DEFAULTS.withPartitions(1), settings);
	}

	private static void publish(TestInstance one, String... events) {
		Transaction transaction = one.client.begin();
		for (String event : events) {
			String[] parts = event.split(" ");
			one.append(transaction, parts[0], parts[1], null);
		}
		transaction.commit();
	}

	private static String text(ReceivedEvent event) {
		return new String(event.payload(), StandardCharsets.UTF_8);
	}

	private static EventOutcome waitForEver() throws InterruptedException {
		new CountDownLatch(1).await();
		return EventOutcome.done();
	}

}
