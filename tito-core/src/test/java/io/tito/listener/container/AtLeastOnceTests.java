package io.tito.listener.container;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.tito.client.Transaction;
import io.tito.listener.RejectEventException;
import io.tito.listener.UnreadablePayloadException;
import io.tito.log.DeadLetter;
import io.tito.log.EventId;
import io.tito.log.LogListener.Outcome;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class AtLeastOnceTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	@Test
	void deliversWhatWasPublishedBeforeAndAfterTheStart() {
		try (TestInstance one = new TestInstance(cluster, "one", 4)) {
			one.listen("audit", false, one::remember);
			EventId first = one.publish("ann", "1");
			one.start();
			one.drain("audit");
			one.publish("ann", "2");
			one.drain("audit");

			assertThat(one.handled).containsExactly("1", "2");
			assertThat(one.metadata.get(0)).satisfies((event) -> {
				assertThat(event.eventId()).isEqualTo(first);
				assertThat(event.key()).isEqualTo("ann");
				assertThat(event.group()).isEqualTo("audit");
				assertThat(event.attempt()).isEqualTo(1);
				assertThat(event.epoch()).isEqualTo(1);
				assertThat(event.dueAt()).isNull();
			});
			assertThat(one.outcomes).containsExactly(Outcome.HANDLED, Outcome.HANDLED);
		}
	}

	@Test
	void rolledBackTransactionDeliversNothing() {
		try (TestInstance one = new TestInstance(cluster, "one", 2)) {
			one.listen("audit", false, one::remember).start();
			Transaction transaction = one.client.begin();
			one.append(transaction, "ann", "never", null);
			transaction.rollback();
			one.publish("ann", "once");
			one.drain("audit");

			assertThat(one.handled).containsExactly("once");
		}
	}

	@Test
	void eachGroupGetsEachEvent() {
		try (TestInstance one = new TestInstance(cluster, "one", 2)) {
			List<String> second = new ArrayList<>();
			one.listen("audit", false, one::remember)
				.listen("mail", false, (event, type, payload) -> second.add(new String(payload)))
				.start();
			IntStream.range(0, 50).forEach((i) -> one.publish("key" + i, "" + i));
			one.drain("audit");
			one.drain("mail");

			assertThat(one.handled).hasSize(50).doesNotHaveDuplicates();
			assertThat(second).hasSize(50).doesNotHaveDuplicates();
		}
	}

	@Test
	void readsMoreThanAPageInOrder() {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			one.listen("audit", false, one::remember);
			List<String> published = IntStream.range(0, 250).mapToObj(Integer::toString).toList();
			Transaction transaction = one.client.begin();
			published.forEach((payload) -> one.append(transaction, "ann", payload, null));
			transaction.commit();
			one.start();
			one.drain("audit");

			assertThat(one.handled).containsExactlyElementsOf(published);
		}
	}

	@Test
	void triesAgainInOrderAndKeepsOtherLanesGoing() {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			one.listen("audit", false, (event, type, payload) -> {
				if (event.key().equals("bad") && event.attempt() < 3 && new String(payload).equals("1")) {
					throw new IllegalStateException("not yet");
				}
				one.remember(event, type, payload);
			});
			for (String payload : List.of("1", "2", "3")) {
				one.publish("bad", payload);
				one.publish("good", "g" + payload);
			}
			one.start();
			one.runUntil(() -> one.handled.contains("g3"));
			assertThat(one.handled).doesNotContain("2", "3");
			one.publish("bad", "4");
			one.drain("audit");

			assertThat(one.handled.stream().filter((payload) -> !payload.startsWith("g"))).containsExactly("1", "2",
					"3", "4");
			assertThat(one.outcomes.stream().filter(Outcome.FAILED::equals)).hasSize(2);
			assertThat(cluster.rows("lane:")).isEmpty();
			assertThat(cluster.rows("parked:")).isEmpty();
		}
	}

	@Test
	void givesUpAfterTheLastAttemptAndTheLaneGoesOn() {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			one.listen("audit", false, (event, type, payload) -> {
				if (new String(payload).equals("13")) {
					throw new IllegalStateException("unlucky " + event.attempt());
				}
				one.remember(event, type, payload);
			});
			one.publish("ann", "12");
			EventId bad = one.publish("ann", "13");
			one.publish("ann", "14");
			one.start();
			one.drain("audit");

			assertThat(one.handled).containsExactly("12", "14");
			List<DeadLetter> letters = one.operations.deadLetters("order", "audit", 10);
			assertThat(letters).hasSize(1);
			assertThat(letters.get(0).event().id()).isEqualTo(bad);
			assertThat(letters.get(0).attempts()).isEqualTo(3);
			assertThat(letters.get(0).error()).endsWith("unlucky 3");
			assertThat(one.operations.lag("order", "audit").deadLetters()).isEqualTo(1);
		}
	}

	@Test
	void rejectedEventIsGivenUpAtOnce() {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			one.listen("audit", false, (event, type, payload) -> {
				throw new RejectEventException("no");
			}).start();
			one.publish("ann", "1");
			one.drain("audit");

			assertThat(one.operations.deadLetters("order", "audit", 10)).singleElement()
				.satisfies((letter) -> assertThat(letter.attempts()).isEqualTo(1));
		}
	}

	@Test
	void unreadablePayloadWaitsWithoutSpendingAttempts() {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			one.listen("audit", false, (event, type, payload) -> {
				throw new UnreadablePayloadException("a newer form", null);
			}).start();
			one.publish("ann", "1");
			one.runUntil(() -> one.operations.lag("order", "audit").parked() == 1);

			assertThat(cluster.rows("lane:")).singleElement().satisfies((row) -> assertThat(one.log).isNotNull());
			assertThat(one.operations.lag("order", "audit").deadLetters()).isZero();
		}
	}

	@Test
	void signalDuringALookAsksForAnother() {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			one.listen("audit", false, (event, type, payload) -> {
				one.remember(event, type, payload);
				if (one.handled.size() == 1) {
					one.publish("ann", "2");
				}
			}).start();
			one.runUntil(() -> one.owned() == 1);
			one.publish("ann", "1");
			while (one.handled.isEmpty()) {
				// the pause after events were found is a millisecond, after a signal
				// there is none
				assertThat(one.runOnce()).isZero();
			}
			one.runOnce();

			assertThat(one.handled).containsExactly("1", "2");
		}
	}

	@Test
	void scheduledEventComesNotBeforeItsTime() {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			List<Long> seenAt = new ArrayList<>();
			one.listen("audit", false, (event, type, payload) -> seenAt.add(one.client.timestamp().physical())).start();
			Instant due = one.client.timestamp().instant().plus(Duration.ofMillis(300));
			one.publish("ann", "later", due);
			one.drain("audit");
			one.runUntil(() -> !seenAt.isEmpty());

			assertThat(seenAt).singleElement()
				.satisfies((at) -> assertThat(at).isGreaterThanOrEqualTo(due.toEpochMilli()));
		}
	}

}
