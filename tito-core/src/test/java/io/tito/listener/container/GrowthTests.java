package io.tito.listener.container;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import io.tito.annotation.OnDeadLetter;
import io.tito.annotation.StartPosition;
import io.tito.client.Transaction;
import io.tito.embedded.fault.FaultAction;
import io.tito.listener.RejectEventException;
import io.tito.listener.retry.RetrySettings;
import io.tito.log.DeadLetterOperations;
import io.tito.log.DeadLetterQuery;
import io.tito.log.EventId;
import io.tito.log.PartitionGrowth;
import io.tito.log.PartitionIncrease;
import io.tito.log.Replay;
import io.tito.log.TypeSettings;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What readers do when the partitions of a type grow from two to four.
 */
class GrowthTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final Duration LEAD = Duration.ofSeconds(100);

	/** In partition 1, then in 3. */
	private static final String MOVING = "key0";

	/** In partition 1 before and after. */
	private static final String STAYING = "key1";

	private static final Duration PAUSE = Duration.ofMillis(1);

	private static final Duration RETRY = Duration.ofMinutes(10);

	private boolean failing;

	@Test
	void handlesTheKeysOfANewPartitionBehindThoseOfTheOld() {
		try (TestInstance one = instance("one", false)) {
			one.publish(MOVING, "old");
			one.publish(STAYING, "stays");
			grow(one);
			cluster.pass(LEAD);
			one.publish(MOVING, "new");
			assertThat(rows("event:order:0003:")).isEqualTo(1);
			one.drain("audit");

			assertThat(one.handled).containsExactlyInAnyOrder("old", "stays", "new").containsSubsequence("old", "new");
			assertThat(growth(one).isComplete()).isTrue();
		}
	}

	@Test
	void doesNotOpenANewPartitionWhileTheOldOneIsBehind() {
		try (TestInstance one = instance("one", false)) {
			IntStream.range(0, 500).forEach((i) -> one.publish(MOVING, "old" + i));
			grow(one);
			cluster.pass(LEAD);
			one.publish(MOVING, "new");
			one.runOnce();
			one.runOnce();

			assertThat(growth(one).groups().get(0).waiting()).contains(1);
			assertThat(rows("group:order:audit:0003")).as("nobody owns it").isZero();
			one.drain("audit");
			assertThat(one.handled).hasSize(501).endsWith("new");
		}
	}

	@Test
	void idleGroupsSayThatTheyArePastTheSwitch() {
		try (TestInstance one = instance("one", false)) {
			one.runUntil(() -> one.owned() == 2);
			grow(one);
			cluster.pass(LEAD);

			one.runUntil(() -> growth(one).isComplete());
			one.runUntil(() -> one.owned() == 4);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void movesParkedLanesInOrder(boolean transactional) {
		try (TestInstance one = instance("one", transactional)) {
			this.failing = true;
			one.publish(MOVING, "1");
			one.publish(MOVING, "2");
			one.publish(STAYING, "3");
			one.runUntil(() -> rows("parked:") == 3);
			grow(one);
			cluster.pass(LEAD);
			one.publish(MOVING, "4");
			one.runUntil(() -> growth(one).isComplete() && rows("parked:") == 4);

			assertThat(rows("parked:order:audit:0003:")).isEqualTo(3);
			assertThat(rows("parked:order:audit:0001:")).isEqualTo(1);
			this.failing = false;
			cluster.pass(RETRY.multipliedBy(2));
			one.drain("audit");
			assertThat(one.handled).containsExactlyInAnyOrder("1", "2", "3", "4").containsSubsequence("1", "2", "4");
			assertThat(rows("lane:")).isZero();
		}
	}

	/**
	 * Many more than one transaction takes, and the owner is lost after each.
	 */
	@Test
	void movesALongLaneThoughOwnersAreLost() {
		try (TestInstance one = instance("one", false)) {
			this.failing = true;
			IntStream.range(0, 450).forEach((i) -> one.publish(MOVING, "" + i));
			one.runUntil(() -> rows("parked:") == 450);
			grow(one);
			cluster.pass(LEAD);
			this.failing = false;
		}
		int lives = 0;
		while (true) {
			try (TestInstance next = instance("one", false)) {
				next.runUntil(() -> next.owned() >= 2);
				int before = rows("parked:order:audit:0003:");
				next.runUntil(() -> growth(next).isComplete() || rows("parked:order:audit:0003:") > before);
				assertThat(next.handled).as("a lane that is under way is not touched").isEmpty();
				lives++;
				if (growth(next).isComplete()) {
					cluster.pass(RETRY.multipliedBy(2));
					next.publish(MOVING, "450");
					next.drain("audit");
					assertThat(next.handled)
						.containsExactlyElementsOf(IntStream.rangeClosed(0, 450).mapToObj(String::valueOf).toList());
					break;
				}
			}
		}
		assertThat(lives).isGreaterThan(2);
		assertThat(rows("parked:")).isZero();
		assertThat(rows("lane:")).isZero();
	}

	@Test
	void deliversScheduledEventsOnceInTheirPlace() {
		try (TestInstance one = instance("one", false)) {
			Instant later = cluster.client().timestamp().instant().plus(LEAD).plusSeconds(30);
			one.publish(MOVING, "later", later);
			EventId cancelled = one.publish(MOVING, "cancelled", later);
			one.publish(STAYING, "stays", later);
			grow(one);
			cluster.pass(LEAD);
			one.publish(MOVING, "now");
			one.runUntil(() -> growth(one).isComplete());
			Transaction transaction = one.client.begin();
			assertThat(one.writer.cancel(transaction, cancelled)).isTrue();
			transaction.commit();
			one.runUntil(() -> one.handled.contains("now"));
			cluster.pass(Duration.ofSeconds(31));
			one.publish(MOVING, "last");
			one.drain("audit");

			assertThat(one.handled).containsExactlyInAnyOrder("now", "later", "stays", "last")
				.containsSubsequence("now", "later", "last");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void deliversOnceWhatIsDueBeforeItIsMoved(boolean transactional) {
		try (TestInstance one = instance("one", transactional)) {
			one.runUntil(() -> one.owned() == 2);
			scheduleAcrossTheSwitch(one);
			one.drain("audit");

			assertThat(one.handled).containsExactlyInAnyOrder("later", "stays", "last")
				.containsSubsequence("later", "last");
		}
	}

	/**
	 * What would be moved behind its cursor would be lost.
	 */
	@Test
	void newPartitionWaitsForScheduledEventsThatCannotBeMovedYet() {
		try (TestInstance one = instance("one", false)) {
			one.runUntil(() -> one.owned() == 2);
			cluster.faults()
				.onEvery("KvPrewrite", (request) -> touches((PrewriteRequest) request, "meta:moved:"),
						FaultAction.keyError(KeyError.newBuilder().setAbort("on purpose").build()));
			scheduleAcrossTheSwitch(one);
			one.runUntil(() -> one.owned() == 4);
			IntStream.range(0, 3).forEach((i) -> one.runOnceAndWait());

			assertThat(one.handled).isEmpty();
			cluster.faults().clear();
			one.drain("audit");
			assertThat(one.handled).containsExactlyInAnyOrder("later", "stays", "last")
				.containsSubsequence("later", "last");
		}
	}

	@Test
	void groupsThatComeLaterBeginInTheOldPartitions() {
		try (TestInstance one = instance("one", false); TestInstance two = new TestInstance(cluster, "two", 2)) {
			one.publish(MOVING, "old");
			grow(one);
			cluster.pass(LEAD);
			one.publish(MOVING, "new");
			one.drain("audit");
			two.log.groups().register("order", "latest", StartPosition.LATEST);
			two.listen("mail", false, two::remember).start();
			two.drain("mail");
			assertThat(two.handled).containsExactly("old", "new");
			assertThat(two.operations.lag("order", "latest").pending()).isZero();
		}
	}

	@Test
	void replaysTheOldPartitionsFirst() {
		try (TestInstance one = instance("one", false)) {
			IntStream.range(0, 250).forEach((i) -> one.publish(MOVING, "old" + i));
			grow(one);
			cluster.pass(LEAD);
			one.publish(MOVING, "new");
			one.drain("audit");
			List<String> before = List.copyOf(one.handled);
			one.handled.clear();
			one.operations.replay(Replay.of("order", "audit"));
			assertThat(growth(one).isComplete()).isFalse();
			one.drain("audit");

			assertThat(one.handled).isEqualTo(before);
			assertThat(growth(one).isComplete()).isTrue();
		}
	}

	/**
	 * The first event waits in the new partition, the second comes again in the old one.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void replaysBehindLanesThatWereMoved(boolean clearing) {
		try (TestInstance one = instance("one", false)) {
			this.failing = true;
			one.publish(MOVING, "1");
			Instant between = cluster.client().timestamp().instant().plusMillis(500);
			cluster.pass(Duration.ofSeconds(1));
			one.publish(MOVING, "2");
			one.runUntil(() -> rows("parked:") == 2);
			grow(one);
			cluster.pass(LEAD);
			one.runUntil(() -> growth(one).isComplete() && rows("parked:order:audit:0003:") == 2);
			this.failing = false;
			Replay replay = Replay.of("order", "audit").from(between);
			one.operations.replay(clearing ? replay.clearingParked() : replay);
			one.publish(MOVING, "3");
			one.runUntil(() -> growth(one).isComplete());
			assertThat(one.handled).isEmpty();
			cluster.pass(RETRY.multipliedBy(2));
			one.drain("audit");

			assertThat(one.handled.stream().distinct()).containsExactly("1", "2", "3");
			assertThat(rows("lane:")).isZero();
			assertThat(rows("parked:")).isZero();
		}
	}

	@Test
	void replaysDeadLettersIntoTheLaneWhereItIsNow() {
		ListenerSettings hold = settings().withRetry(settings().retry().withOnDeadLetter(OnDeadLetter.HOLD));
		try (TestInstance one = new TestInstance(cluster, "one", TypeSettings.DEFAULTS.withPartitions(2), hold)) {
			one.listen("audit", false, (event, type, payload) -> {
				if (this.failing) {
					throw new RejectEventException("no");
				}
				one.remember(event, type, payload);
			}).start();
			this.failing = true;
			one.publish(MOVING, "first");
			one.runUntil(() -> rows("dead:") == 1);
			grow(one);
			cluster.pass(LEAD);
			one.publish(MOVING, "second");
			one.runUntil(() -> growth(one).isComplete() && rows("parked:order:audit:0003:") == 1);
			this.failing = false;
			assertThat(new DeadLetterOperations(one.log).replay(DeadLetterQuery.of("order", "audit")).affected())
				.isEqualTo(1);
			one.drain("audit");

			assertThat(one.handled).containsExactly("first", "second");
			assertThat(rows("lane:")).isZero();
		}
	}

	/**
	 * Each answer to a write of the switch is lost once.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "meta:moved:", "lane:order:audit:0003:", "group:order:audit:0001", "meta:type:" })
	void survivesLostAnswers(String rows) {
		try (TestInstance one = instance("one", false)) {
			this.failing = true;
			one.publish(MOVING, "1");
			one.publish(MOVING, "2", cluster.client().timestamp().instant().plus(LEAD).plusSeconds(1));
			one.runUntil(() -> rows("parked:") == 1);
			for (FaultAction action : List.of(FaultAction.dropBefore(), FaultAction.dropAfter())) {
				cluster.faults().onNext("KvPrewrite", (request) -> touches((PrewriteRequest) request, rows), action);
			}
			grow(one);
			cluster.pass(LEAD);
			one.publish(MOVING, "3");
			one.runUntil(() -> growth(one).isComplete());
			this.failing = false;
			cluster.pass(RETRY.multipliedBy(2));
			one.drain("audit");

			assertThat(one.handled.stream().distinct()).containsExactlyInAnyOrder("1", "2", "3").startsWith("1");
			assertThat(rows("lane:")).isZero();
		}
	}

	private static boolean touches(PrewriteRequest request, String rows) {
		return request.getMutationsList()
			.stream()
			.anyMatch((mutation) -> mutation.getKey().toStringUtf8().contains(":" + rows));
	}

	private static ListenerSettings settings() {
		return ListenerSettings.of(ListenerSettings.Profile.BALANCED)
			.withPolling(new PollIntervals(Duration.ZERO, PAUSE, PAUSE, PAUSE))
			.withRetry(RetrySettings.DEFAULTS.withMaxAttempts(1000)
				.withPauses(RETRY, 1, RETRY)
				.withHolds(Duration.ofHours(1), Duration.ZERO));
	}

	private TestInstance instance(String name, boolean transactional) {
		TestInstance instance = new TestInstance(cluster, name, TypeSettings.DEFAULTS.withPartitions(2), settings());
		return instance.listen("audit", transactional, (event, type, payload) -> {
			if (this.failing) {
				throw new IllegalStateException("not now");
			}
			instance.remember(event, type, payload);
		}).start();
	}

	private static void scheduleAcrossTheSwitch(TestInstance one) {
		Instant later = cluster.client().timestamp().instant().plus(LEAD).plusSeconds(30);
		one.publish(MOVING, "later", later);
		one.publish(STAYING, "stays", later);
		grow(one);
		cluster.pass(LEAD.plusSeconds(31));
		one.publish(MOVING, "last");
	}

	private static void grow(TestInstance instance) {
		instance.operations.increasePartitions(PartitionIncrease.of("order", 4).after(LEAD));
	}

	private static PartitionGrowth growth(TestInstance instance) {
		return instance.operations.partitionGrowth("order");
	}

	private static int rows(String prefix) {
		return cluster.rows(prefix).size();
	}

}
