package io.tito.listener.container;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.tito.client.CommitOutcome;
import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.listener.EventMetadata;
import io.tito.log.DeadLetter;
import io.tito.log.EventId;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class TransactionalTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	@Test
	void commitsEffectsWithTheAcknowledgement() {
		try (TestInstance one = new TestInstance(cluster, "one", 4)) {
			one.listen("billing", true, (event, type, payload) -> count(one, event)).start();
			IntStream.range(0, 40).forEach((i) -> one.publish("key" + i % 7, "" + i));
			one.drain("billing");

			assertThat(counts(one))
				.isEqualTo(Map.of("key0", 6, "key1", 6, "key2", 6, "key3", 6, "key4", 6, "key5", 5, "key6", 5));
		}
	}

	@Test
	void failedHandlerLeavesNothingBehind() {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			AtomicInteger calls = new AtomicInteger();
			one.listen("billing", true, (event, type, payload) -> {
				count(one, event);
				if (event.key().equals("bad")) {
					calls.incrementAndGet();
					throw new IllegalStateException("no");
				}
			});
			IntStream.range(0, 20).forEach((i) -> one.publish("good" + i, "" + i));
			EventId bad = one.publish("bad", "13");
			IntStream.range(20, 40).forEach((i) -> one.publish("good" + i, "" + i));
			one.start();
			one.drain("billing");

			assertThat(counts(one)).hasSize(40).doesNotContainKey("bad").allSatisfy((key, n) -> assertThat(n).isOne());
			assertThat(wasEverWritten("good1")).isTrue();
			assertThat(wasEverWritten("bad")).isFalse();
			assertThat(calls.get()).isGreaterThanOrEqualTo(3);
			assertThat(one.operations.deadLetters("order", "billing", 10)).singleElement().satisfies((letter) -> {
				assertThat(letter.event().id()).isEqualTo(bad);
				assertThat(letter.attempts()).isEqualTo(3);
			});
		}
	}

	@Test
	void keepsTheOrderOfALaneThroughParking() {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			AtomicInteger failures = new AtomicInteger();
			one.listen("billing", true, failing(one, "5", failures, 2));
			IntStream.range(0, 30).forEach((i) -> one.publish((i % 3 == 2) ? "ann" : "other" + i, "" + i));
			one.start();
			one.drain("billing");

			assertThat(one.handled.stream().filter((payload) -> Integer.parseInt(payload) % 3 == 2).distinct())
				.containsExactly("2", "5", "8", "11", "14", "17", "20", "23", "26", "29");
			assertThat(counts(one)).containsEntry("ann", 10).hasSize(21);
			assertThat(one.operations.deadLetters("order", "billing", 10)).isEmpty();
			assertThat(cluster.rows("parked:")).isEmpty();
			assertThat(cluster.rows("lane:")).isEmpty();
		}
	}

	@Test
	void giveUpLetsTheLaneGoOn() {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			one.listen("billing", true, failing(one, "1", new AtomicInteger(), Integer.MAX_VALUE));
			IntStream.range(0, 5).forEach((i) -> one.publish("ann", "" + i));
			one.start();
			one.drain("billing");

			assertThat(counts(one)).isEqualTo(Map.of("ann", 4));
			assertThat(one.operations.deadLetters("order", "billing", 10)).extracting(DeadLetter::attempts)
				.containsExactly(3);
		}
	}

	@Test
	void swallowedExceptionThatLeftRollbackOnlyIsAFailure() {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			TransactionTemplate inner = new TransactionTemplate(one.transactions);
			one.listen("billing", true, (event, type, payload) -> {
				count(one, event);
				if (event.key().equals("bad")) {
					inner.executeWithoutResult((status) -> status.setRollbackOnly());
				}
			});
			one.publish("good", "1");
			one.publish("bad", "2");
			one.publish("fine", "3");
			one.start();
			one.drain("billing");

			assertThat(counts(one)).isEqualTo(Map.of("good", 1, "fine", 1));
			assertThat(one.operations.deadLetters("order", "billing", 10)).singleElement()
				.satisfies((letter) -> assertThat(letter.error()).contains("rollback-only"));
		}
	}

	@Test
	void transactionOfItsOwnIsOutsideTheGuaranteeWhileAJoinedOneIsInside() {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			TransactionTemplate joined = new TransactionTemplate(one.transactions);
			TransactionTemplate apart = new TransactionTemplate(one.transactions);
			apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
			AtomicInteger calls = new AtomicInteger();
			one.listen("billing", true, (event, type, payload) -> {
				joined.executeWithoutResult((status) -> count(one, "joined"));
				apart.executeWithoutResult((status) -> count(one, "apart"));
				if (calls.incrementAndGet() < 3) {
					throw new IllegalStateException("not yet");
				}
			});
			one.publish("ann", "1");
			one.start();
			one.drain("billing");

			assertThat(counts(one)).isEqualTo(Map.of("joined", 1, "apart", 3));
		}
	}

	@Test
	void conflictSpendsNoAttempt() {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			AtomicInteger runs = new AtomicInteger();
			one.listen("billing", true, (event, type, payload) -> {
				count(one, event);
				if (runs.incrementAndGet() <= 5) {
					Transaction other = one.client.begin();
					other.put(row(event.key()), new byte[] { 0 });
					assertThat(other.commit()).isInstanceOf(CommitOutcome.Committed.class);
				}
			});
			one.publish("ann", "1");
			one.start();
			one.drain("billing");

			assertThat(runs.get()).isEqualTo(6);
			assertThat(counts(one)).isEqualTo(Map.of("ann", 1));
			assertThat(one.operations.deadLetters("order", "billing", 10)).isEmpty();
		}
	}

	@Test
	void faultAtCommitIsFoundAndGivenUpAlone() {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			Transaction taken = one.client.begin();
			taken.put(row("taken"), new byte[] { 1 });
			taken.commit();
			one.listen("billing", true, (event, type, payload) -> {
				one.transactions.execute((transaction) -> {
					transaction.insert(row(event.key()), new byte[] { 1 });
					return null;
				});
			});
			List.of("a", "b", "taken", "c").forEach((key) -> one.publish(key, key));
			one.start();
			one.drain("billing");

			assertThat(counts(one)).isEqualTo(Map.of("a", 1, "b", 1, "taken", 1, "c", 1));
			assertThat(one.operations.deadLetters("order", "billing", 10)).singleElement()
				.satisfies((letter) -> assertThat(letter.event().key()).isEqualTo("taken"));
		}
	}

	@Test
	void eventsPublishedByAHandlerAreDeliveredToo() {
		try (TestInstance one = new TestInstance(cluster, "one", 2)) {
			one.listen("billing", true, (event, type, payload) -> {
				count(one, event);
				int left = Integer.parseInt(new String(payload, StandardCharsets.UTF_8));
				if (left > 0) {
					one.transactions
						.execute((transaction) -> one.append(transaction, event.key(), "" + (left - 1), null));
				}
			}).start();
			one.publish("ann", "5");
			one.drain("billing");

			assertThat(counts(one)).isEqualTo(Map.of("ann", 6));
		}
	}

	private static TestInstance.Handler failing(TestInstance one, String bad, AtomicInteger failures, int times) {
		return (event, type, payload) -> {
			count(one, event);
			if (new String(payload, StandardCharsets.UTF_8).equals(bad) && failures.getAndIncrement() < times) {
				throw new IllegalStateException("not yet");
			}
			one.remember(event, type, payload);
		};
	}

	/**
	 * Adds one to the row of the event's key, within the handler's transaction.
	 */
	private static void count(TestInstance one, EventMetadata event) {
		count(one, event.key());
	}

	private static void count(TestInstance one, String name) {
		one.transactions.execute((transaction) -> {
			byte[] stored = transaction.get(row(name));
			transaction.put(row(name), new byte[] { (byte) ((stored != null) ? stored[0] + 1 : 1) });
			return null;
		});
	}

	private static Map<String, Integer> counts(TestInstance one) {
		Map<String, Integer> counts = new ConcurrentHashMap<>();
		String prefix = cluster.namespace().name() + ":data:count:";
		cluster.rows("data:count:")
			.forEach((row) -> counts.put(row.key().text().substring(prefix.length()), (int) row.value()[0]));
		return counts;
	}

	private static boolean wasEverWritten(String key) {
		return cluster.faults().dumpMvcc(row(key).bytes()).toString().contains("PUT");
	}

	private static Key row(String key) {
		return cluster.namespace().key("data", "count", key);
	}

}
