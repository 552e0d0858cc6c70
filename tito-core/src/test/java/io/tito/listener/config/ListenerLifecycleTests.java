package io.tito.listener.config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.tito.annotation.StartPosition;
import io.tito.client.CommitOutcome;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.cluster.ClusterMember;
import io.tito.cluster.ClusterSettings;
import io.tito.listener.EventHandler;
import io.tito.listener.EventOutcome;
import io.tito.listener.container.ListenerDefinition;
import io.tito.listener.container.ListenerOverrides;
import io.tito.listener.container.ListenerSettings;
import io.tito.listener.container.ListenerStep;
import io.tito.listener.container.ListenerSteps;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.listener.container.UnknownListenerException;
import io.tito.log.EventLog;
import io.tito.log.EventLogOperations;
import io.tito.log.EventTypes;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.PartitionId;
import io.tito.log.TypeSettings;
import io.tito.log.write.EventWriter;
import io.tito.log.write.NewEvent;
import io.tito.testing.TestCluster;
import io.tito.transaction.TitoTransactionManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Starting, stopping and pausing single listeners.
 */
class ListenerLifecycleTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final Duration SOON = Duration.ofSeconds(20);

	@Test
	void pausedListenerHandlesNothingWhileOthersGoOnAndResumesWhereItWas() {
		try (Instance one = new Instance("one")) {
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
		try (Instance one = new Instance("one"); Instance two = new Instance("two")) {
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
		try (Instance one = new Instance("one")) {
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
		try (Instance one = new Instance("one")) {
			one.listen("audit").listen("mail").registry.start("mail");
			one.publish("1");
			one.awaitUntil(() -> one.handled.contains("mail 1"));

			assertThat(one.handled).containsExactly("mail 1");
			assertThat(one.owned("audit")).isZero();
		}
	}

	@Test
	void stopOfOneListenerWaitsForItsHandler() throws Exception {
		try (Instance one = new Instance("one")) {
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
		try (Instance one = new Instance("one")) {
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
		try (Instance one = new Instance("one", 200)) {
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
		try (Instance one = new Instance("one")) {
			one.listen("audit");
			assertThatExceptionOfType(UnknownListenerException.class).isThrownBy(() -> one.registry.pause("other"))
				.withMessageContaining("'other'")
				.withMessageContaining("audit");
		}
	}

	@Test
	void stepsHandleWhatIsDueAndNothingHappensBetweenThem() throws Exception {
		try (Instance one = new Instance("one")) {
			ListenerSteps steps = one.listen("audit").registry.stepwise();
			one.publish("1");
			one.stepUntilIdle(steps);
			assertThat(one.handled).containsExactly("audit 1");
			one.publish("2");
			assertThat(one.registry.isRunning()).isFalse();
			assertThat(one.operations.lag("order", "audit").pending()).isEqualTo(1);
			one.stepUntilIdle(steps);
			assertThat(one.handled).containsExactly("audit 1", "audit 2");
			assertThat(one.owned("audit")).isEqualTo(4);
			steps.close();

			assertThat(one.stillOwnedInTheStore("audit")).isZero();
			assertThatIllegalStateException().isThrownBy(() -> steps.next(SOON)).withMessageContaining("begin again");
		}
	}

	@Test
	void listenersThatRanGoOnAfterSteps() throws Exception {
		try (Instance one = new Instance("one")) {
			one.listen("audit").listen("mail").registry.start();
			one.registry.stop("mail");
			try (ListenerSteps steps = one.registry.stepwise()) {
				assertThat(one.registry.isRunning()).isFalse();
				one.publish("1");
				one.stepUntilIdle(steps);
				assertThat(one.handled).containsExactly("audit 1");
				one.registry.start("mail");
				assertThat(one.registry.isRunning()).isFalse();
				one.stepUntilIdle(steps);
				assertThat(one.handled).containsExactly("audit 1", "mail 1");
				one.registry.stop("mail");
			}
			assertThat(one.registry.isRunning("audit")).isTrue();
			assertThat(one.registry.isRunning("mail")).isFalse();
			one.publish("2");
			one.awaitUntil(() -> one.handled.contains("audit 2"));
		}
	}

	@Test
	void startingStoppingAndAddingListenersEndsSteps() throws Exception {
		try (Instance one = new Instance("one")) {
			ListenerSteps first = one.listen("audit").registry.stepwise();
			assertThatIllegalStateException().isThrownBy(one.registry::stepwise).withMessageContaining("already");
			one.listen("mail");
			assertThat(first.isClosed()).isTrue();
			ListenerSteps second = one.registry.stepwise();
			one.registry.start();
			assertThat(second.isClosed()).isTrue();
			ListenerSteps third = one.registry.stepwise();
			one.registry.stop();
			assertThat(third.isClosed()).isTrue();

			assertThat(one.registry.isRunning()).isFalse();
		}
	}

	@Test
	void aStepTellsWhatIsOpenAndWhatWaits() throws Exception {
		try (Instance one = new Instance("one")) {
			// the retry of an event is not due, however long the test takes
			cluster.faults().freezeClock();
			CountDownLatch end = new CountDownLatch(1);
			ListenerSteps steps = one.listen("audit", (event) -> {
				end.await();
				throw new IllegalStateException("away");
			}).registry.stepwise();
			one.stepUntilIdle(steps);
			one.publish("1");
			ListenerStep busy = steps.next(Duration.ofMillis(1));
			assertThat(busy.open()).hasSizeGreaterThanOrEqualTo(1);
			end.countDown();
			ListenerStep idle = one.stepUntilIdle(steps);

			assertThat(idle.waiting()).singleElement().satisfies((lane) -> {
				assertThat(lane.key()).isEqualTo("ann");
				assertThat(lane.attempts()).isEqualTo(1);
				assertThat(lane.next()).isEqualTo(idle.nextDue());
				assertThat(lane.toString()).contains("key 'ann'", "order/audit/", "away");
			});
			steps.close();
		}
		finally {
			cluster.faults().thawClock();
		}
	}

	private static final class Instance implements AutoCloseable {

		private final TitoClient client = cluster.client();

		private final List<String> handled = new CopyOnWriteArrayList<>();

		private final EventLog log;

		private final EventLogOperations operations;

		private final ClusterMember member;

		private final EventWriter writer;

		private final TitoListenerContainerRegistry registry;

		private final LogKeys keys = new LogKeys(cluster.namespace());

		Instance(String name) {
			this(name, 4);
		}

		Instance(String name, int partitions) {
			EventTypes types = new EventTypes(this.client, this.keys,
					(type) -> TypeSettings.DEFAULTS.withPartitions(partitions));
			this.log = new EventLog(this.client, this.keys, types);
			this.operations = new EventLogOperations(this.log);
			this.member = new ClusterMember(this.client, cluster.namespace(), name, ClusterSettings.DEFAULTS);
			this.registry = new TitoListenerContainerRegistry(this.log, this.member,
					new TitoTransactionManager(this.client),
					(listener) -> ListenerSettings.of(ListenerSettings.Profile.LOW_LATENCY), LogListener.NONE);
			this.writer = new EventWriter(this.client, types, this.keys, this.registry, LogListener.NONE);
			this.member.start();
		}

		Instance listen(String group) {
			return listen(group, (event) -> {
				this.handled.add(group + " " + new String(event.payload(), StandardCharsets.UTF_8));
				return EventOutcome.done();
			});
		}

		Instance listen(String group, EventHandler handler) {
			this.registry.register(new ListenerDefinition(group, "order", group, StartPosition.EARLIEST, false,
					ListenerOverrides.NONE, handler, "Test.on"));
			return this;
		}

		void publish(String payload) {
			publish("ann", payload);
		}

		void publish(String key, String payload) {
			Transaction transaction = this.client.begin();
			this.writer.append(transaction, new NewEvent("order", key, null, null, null, null, "text", Map.of(),
					payload.getBytes(StandardCharsets.UTF_8)));
			assertThat(transaction.commit()).isInstanceOf(CommitOutcome.Committed.class);
		}

		long owned(String group) {
			return this.registry.ownedPartitions().stream().filter((id) -> id.group().equals(group)).count();
		}

		long stillOwnedInTheStore(String group) {
			var partitions = IntStream.range(0, 4)
				.mapToObj((partition) -> new PartitionId("order", group, partition))
				.toList();
			var sweep = this.log.sweep(partitions, Map.of());
			return partitions.stream().filter((id) -> !sweep.state(id).isReleased()).count();
		}

		ListenerStep stepUntilIdle(ListenerSteps steps) throws InterruptedException {
			long end = System.nanoTime() + SOON.toNanos();
			ListenerStep step = steps.next(SOON);
			while (!step.isIdle()) {
				assertThat(System.nanoTime()).as("handled: %s", this.handled).isLessThan(end);
				step = steps.next(SOON);
			}
			return step;
		}

		void awaitUntil(BooleanSupplier condition) {
			long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
			while (!condition.getAsBoolean()) {
				assertThat(System.nanoTime()).as("handled: %s", this.handled).isLessThan(end);
				Thread.onSpinWait();
			}
		}

		@Override
		public void close() {
			this.registry.destroy();
			this.member.close();
		}

	}

}
