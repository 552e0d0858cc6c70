package io.tito.listener.config;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.tito.listener.EventOutcome;
import io.tito.listener.container.UnknownListenerException;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Starting, stopping and pausing single listeners.
 */
class ListenerLifecycleTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	@Test
	void pausedListenerHandlesNothingWhileOthersGoOnAndResumesWhereItWas() {
		try (ListenerInstance one = new ListenerInstance(cluster, "one")) {
			one.listen("audit").listen("mail").registry.start();
			one.publish("1");
			one.awaitUntil(() -> one.handled.containsAll(List.of("audit 1", "mail 1")));
			one.registry.pause("mail");
			one.awaitUntil(() -> one.owned("mail") == 0);
			one.publish("2");
			one.awaitUntil(() -> one.handled.contains("audit 2"));
			assertThat(one.operations.lag("order", "mail").pending()).isEqualTo(1);
			assertThat(one.registry.isPaused("mail")).isTrue();
			assertThat(one.registry.isRunning("mail")).isFalse();
			assertThat(one.registry.isRunning("audit")).isTrue();
			one.registry.resume("mail");
			one.awaitUntil(() -> one.handled.contains("mail 2"));

			assertThat(one.handled).doesNotHaveDuplicates();
		}
	}

	@Test
	void anotherInstanceTakesWhatIsPausedHere() {
		try (ListenerInstance one = new ListenerInstance(cluster, "one");
				ListenerInstance two = new ListenerInstance(cluster, "two")) {
			one.listen("audit").registry.start();
			one.awaitUntil(() -> one.owned("audit") == 4);
			two.listen("audit").registry.start();
			one.awaitUntil(() -> one.owned("audit") == 2 && two.owned("audit") == 2);
			one.registry.pause("audit");
			one.awaitUntil(() -> two.owned("audit") == 4);
			one.registry.resume("audit");
			one.awaitUntil(() -> one.owned("audit") == 2 && two.owned("audit") == 2);
		}
	}

	@Test
	void pauseOutlastsARestartAndStopDoesNot() throws Exception {
		try (ListenerInstance one = new ListenerInstance(cluster, "one")) {
			one.listen("audit").listen("mail").registry.start();
			one.registry.pause("mail");
			one.registry.stop("audit");
			one.registry.stop();
			one.registry.start();

			assertThat(one.registry.isRunning("audit")).isTrue();
			assertThat(one.registry.isRunning("mail")).isFalse();
		}
	}

	@Test
	void oneListenerStartsWithoutTheOthers() {
		try (ListenerInstance one = new ListenerInstance(cluster, "one")) {
			one.listen("audit").listen("mail").registry.start("mail");
			one.publish("1");
			one.awaitUntil(() -> one.handled.contains("mail 1"));

			assertThat(one.handled).containsExactly("mail 1");
			assertThat(one.owned("audit")).isZero();
		}
	}

	@Test
	void stopOfOneListenerWaitsForItsHandler() throws Exception {
		try (ListenerInstance one = new ListenerInstance(cluster, "one")) {
			CountDownLatch begun = new CountDownLatch(1);
			CountDownLatch end = new CountDownLatch(1);
			one.listen("audit", (event) -> {
				begun.countDown();
				end.await();
				return EventOutcome.done();
			}).registry.start();
			one.publish("1");
			assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
			CountDownLatch stopped = new CountDownLatch(1);
			Thread stopper = new Thread(() -> {
				try {
					one.registry.stop("audit");
					stopped.countDown();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			});
			stopper.start();
			one.awaitUntil(() -> !one.registry.isRunning("audit"));
			assertThat(stopped.getCount()).isEqualTo(1);
			end.countDown();
			assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();

			assertThat(one.owned("audit")).isZero();
			assertThat(one.operations.lag("order", "audit").pending()).isZero();
		}
	}

	@Test
	void stopGivesPartitionsBackAlthoughAHandlerElsewhereIsStuck() throws Exception {
		try (ListenerInstance one = new ListenerInstance(cluster, "one")) {
			CountDownLatch begun = new CountDownLatch(1);
			CountDownLatch interrupted = new CountDownLatch(1);
			one.listen("audit", (event) -> {
				begun.countDown();
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					interrupted.countDown();
					throw ex;
				}
				return EventOutcome.done();
			}).registry.start();
			one.awaitUntil(() -> one.owned("audit") == 4);
			one.publish("1");
			assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
			CountDownLatch stopped = new CountDownLatch(1);
			one.registry.stop(stopped::countDown);
			one.awaitUntil(() -> one.stillOwnedInTheStore("audit") == 1);
			assertThat(stopped.getCount()).isEqualTo(1);
			one.registry.destroy();

			assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(one.operations.lag("order", "audit").pending() + one.operations.lag("order", "audit").parked())
				.isEqualTo(1);
		}
	}

	@Test
	void threadsDoNotGrowWithThePartitions() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		try (ListenerInstance one = new ListenerInstance(cluster, "one", 200)) {
			one.listen("audit").listen("mail").registry.start();
			one.awaitUntil(() -> one.owned("audit") == 200 && one.owned("mail") == 200);
			IntStream.range(0, 100).forEach((i) -> one.publish("key" + i, "" + i));
			one.awaitUntil(() -> one.handled.size() == 200);
			List<String> threads = Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> !before.contains(thread))
				.map(Thread::getName)
				.filter((name) -> name.startsWith("tito-"))
				.toList();

			// the poller, the time-outs, the membership, and 8 handlers for each listener
			assertThat(threads).hasSizeBetween(3, 3 + 2 * 8);
		}
	}

	@Test
	void refusesAnIdThatNoListenerHas() {
		try (ListenerInstance one = new ListenerInstance(cluster, "one")) {
			one.listen("audit");
			assertThatExceptionOfType(UnknownListenerException.class).isThrownBy(() -> one.registry.pause("other"))
				.withMessageContaining("'other'")
				.withMessageContaining("audit");
		}
	}

}
