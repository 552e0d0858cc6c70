package io.tito.listener.container;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.tito.embedded.fault.FaultAction;
import io.tito.key.Key;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;

import static org.assertj.core.api.Assertions.assertThat;

class TakeoverTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CountDownLatch blocked = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	@AfterEach
	void end() {
		this.released.countDown();
		this.threads.shutdown();
	}

	@Test
	void releasedPartitionIsTakenAtOnceAndCleanly() {
		try (TestInstance one = new TestInstance(cluster, "one", 4);
				TestInstance two = new TestInstance(cluster, "two", 4)) {
			one.listen("audit", false, one::remember).start();
			one.runUntil(() -> one.owned() == 4);
			one.release();
			one.member.close();
			one.publish("ann", "1");
			two.listen("audit", false, two::remember).start();
			two.drain("audit");

			assertThat(one.handled).isEmpty();
			assertThat(two.metadata).singleElement().satisfies((event) -> {
				assertThat(event.epoch()).isEqualTo(2);
				assertThat(event.attempt()).isEqualTo(1);
			});
		}
	}

	@Test
	void membersShareThePartitions() {
		try (TestInstance one = new TestInstance(cluster, "one", 8);
				TestInstance two = new TestInstance(cluster, "two", 8)) {
			one.listen("audit", false, one::remember).start();
			one.runUntil(() -> one.owned() == 8);
			two.listen("audit", false, two::remember).start();
			one.member.refresh();
			one.runUntil(() -> one.owned() == 4);
			two.runUntil(() -> two.owned() == 4);
			IntStream.range(0, 40).forEach((i) -> two.publish("key" + i, "" + i));
			two.runUntil(() -> {
				one.runOnce();
				return two.isDone("audit");
			});

			assertThat(one.handled).isNotEmpty().doesNotContainAnyElementsOf(two.handled);
			assertThat(one.handled.size() + two.handled.size()).isEqualTo(40);
		}
	}

	@Test
	void partitionThatCouldNotBeReleasedIsGivenBackLater() {
		try (TestInstance one = new TestInstance(cluster, "one", 2);
				TestInstance two = new TestInstance(cluster, "two", 2)) {
			one.listen("audit", false, one::remember).start();
			one.runUntil(() -> one.owned() == 2);
			two.listen("audit", false, two::remember).start();
			String states = cluster.namespace().prefix("group", "order", "audit").text();
			cluster.faults()
				.onEvery("KvPrewrite",
						(request) -> ((PrewriteRequest) request).getMutations(0)
							.getKey()
							.toStringUtf8()
							.startsWith(states),
						FaultAction.keyError(KeyError.newBuilder().setAbort("on purpose").build()));
			one.member.refresh();
			one.runUntil(() -> one.owned() == 1);
			cluster.faults().clear();
			two.runUntil(() -> {
				one.runOnce();
				return two.owned() == 1;
			});

			assertThat(one.owned()).isEqualTo(1);
		}
	}

	@Test
	void pausedOwnerCannotAcknowledgeWhatAnotherTook() throws Exception {
		try (TestInstance one = new TestInstance(cluster, "one", 1);
				TestInstance two = new TestInstance(cluster, "two", 1)) {
			one.listen("audit", false, blocking(one)).start();
			one.publish("ann", "1");
			one.publish("ann", "2");
			Future<?> paused = inBackground(one);
			cluster.pass(Duration.ofSeconds(20));
			two.listen("audit", false, two::remember).start();
			two.drain("audit");
			this.released.countDown();
			paused.get(20, TimeUnit.SECONDS);

			assertThat(two.handled).containsExactly("1", "2");
			assertThat(two.metadata.get(0).epoch()).isEqualTo(2);
			assertThat(two.metadata.get(0).attempt()).isEqualTo(2);
			two.publish("ann", "3");
			two.drain("audit");
			assertThat(two.handled).containsExactly("1", "2", "3");
			assertThat(one.outcomes).isEmpty();
		}
	}

	@Test
	void pausedOwnerCannotCommitEffectsOfWhatAnotherTook() throws Exception {
		try (TestInstance one = new TestInstance(cluster, "one", 1);
				TestInstance two = new TestInstance(cluster, "two", 1)) {
			TestInstance.Handler write = (event, type, payload) -> one.transactions.execute((transaction) -> {
				transaction.put(effect("one"), payload);
				return null;
			});
			TestInstance.Handler block = blocking(one);
			one.listen("audit", true, (event, type, payload) -> {
				write.handle(event, type, payload);
				block.handle(event, type, payload);
			}).start();
			one.publish("ann", "1");
			Future<?> paused = inBackground(one);
			cluster.pass(Duration.ofSeconds(20));
			two.listen("audit", true, (event, type, payload) -> two.transactions.execute((transaction) -> {
				transaction.put(effect("two"), payload);
				return null;
			})).start();
			two.drain("audit");
			this.released.countDown();
			paused.get(20, TimeUnit.SECONDS);

			assertThat(cluster.rows("data:effect:")).singleElement()
				.satisfies((row) -> assertThat(row.key()).isEqualTo(effect("two")));
		}
	}

	@Test
	void newIncarnationOfANameTakesOverAtOnce() throws Exception {
		try (TestInstance one = new TestInstance(cluster, "one", 2);
				TestInstance again = new TestInstance(cluster, "one", 2)) {
			one.listen("audit", false, one::remember).start();
			one.runUntil(() -> one.owned() == 2);
			again.listen("audit", false, again::remember).start();
			again.publish("ann", "1");
			again.drain("audit");

			assertThat(again.handled).containsExactly("1");
			one.member.heartbeat();
			one.runUntil(() -> one.owned() == 0);
		}
	}

	@Test
	void eventThatKillsItsOwnersIsGivenUp() throws Exception {
		for (int life = 1; life <= 3; life++) {
			dieInHandler(life);
		}
		try (TestInstance last = new TestInstance(cluster, "last", 1)) {
			last.listen("audit", false, last::remember).start();
			last.drain("audit");

			assertThat(last.handled).containsExactly("good", "after");
			assertThat(last.operations.deadLetters("order", "audit", 10)).singleElement().satisfies((letter) -> {
				assertThat(new String(letter.event().payload())).isEqualTo("killer");
				assertThat(letter.attempts()).isEqualTo(4);
			});
		}
	}

	@Test
	void losingOwnersOfAnIdlePartitionCountsAgainstNoEvent() {
		for (int life = 1; life <= 4; life++) {
			try (TestInstance lost = new TestInstance(cluster, "life" + life, 1)) {
				lost.listen("audit", false, lost::remember).start();
				lost.runUntil(() -> lost.owned() == 1);
				lost.runOnce();
			}
		}
		try (TestInstance last = new TestInstance(cluster, "last", 1)) {
			last.listen("audit", false, last::remember).start();
			last.publish("ann", "1");
			last.drain("audit");

			assertThat(last.handled).containsExactly("1");
		}
	}

	@Test
	void losingOwnersThatNeverCameToAnEventDoesNotCountAgainstIt() {
		for (int life = 1; life <= 4; life++) {
			try (TestInstance lost = new TestInstance(cluster, "life" + life, 1)) {
				lost.listen("audit", false, lost::remember).start();
				lost.runUntil(() -> lost.owned() == 1);
				lost.publish("ann", Integer.toString(life));
			}
		}
		try (TestInstance last = new TestInstance(cluster, "last", 1)) {
			last.listen("audit", false, last::remember).start();
			last.drain("audit");

			assertThat(last.handled).containsExactly("1", "2", "3", "4");
		}
	}

	@Test
	void lanesSurviveATakeoverInOrder() {
		try (TestInstance one = new TestInstance(cluster, "one", 1);
				TestInstance two = new TestInstance(cluster, "two", 1)) {
			one.listen("audit", false, (event, type, payload) -> {
				throw new IllegalStateException("never here");
			}).start();
			one.publish("ann", "1");
			one.publish("ann", "2");
			one.runUntil(() -> one.operations.lag("order", "audit").parked() == 2);
			one.member.close();
			one.publish("ann", "3");
			two.listen("audit", false, two::remember).start();
			two.drain("audit");

			assertThat(two.handled).containsExactly("1", "2", "3");
			assertThat(two.metadata.get(0).attempt()).isGreaterThan(1);
		}
	}

	private void dieInHandler(int life) throws Exception {
		CountDownLatch dead = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		TestInstance one = new TestInstance(cluster, "life" + life, 1);
		one.listen("audit", false, (event, type, payload) -> {
			one.remember(event, type, payload);
			if (new String(payload).equals("killer")) {
				dead.countDown();
				end.await();
			}
		}).start();
		if (life == 1) {
			List.of("killer", "good", "after").forEach((payload) -> one.publish(payload, payload));
		}
		Future<?> running = this.threads.submit(() -> one.runUntil(() -> dead.getCount() == 0));
		assertThat(dead.await(20, TimeUnit.SECONDS)).isTrue();
		one.member.close();
		assertThat(one.metadata).singleElement().satisfies((event) -> assertThat(event.attempt()).isEqualTo(life));
		this.released.await(0, TimeUnit.SECONDS);
		this.threads.submit(() -> {
			this.released.await();
			end.countDown();
			return running.get();
		});
	}

	private TestInstance.Handler blocking(TestInstance one) {
		return (event, type, payload) -> {
			one.remember(event, type, payload);
			this.blocked.countDown();
			this.released.await();
		};
	}

	private Future<?> inBackground(TestInstance one) throws Exception {
		Future<?> running = this.threads.submit(() -> one.runUntil(() -> this.released.getCount() == 0));
		assertThat(this.blocked.await(20, TimeUnit.SECONDS)).isTrue();
		return running;
	}

	private static Key effect(String instance) {
		return cluster.namespace().key("data", "effect", instance);
	}

}
