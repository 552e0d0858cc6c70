package io.tito.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import io.tito.annotation.StartPosition;
import io.tito.client.CommitOutcome;
import io.tito.client.Transaction;
import io.tito.embedded.fault.Expectation;
import io.tito.embedded.fault.FaultAction;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tikv.kvproto.Kvrpcpb.KeyError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class OwnedPartitionTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final PartitionId ID = new PartitionId("order", "audit", 0);

	private LogFixture fixture;

	private EventLog log;

	@BeforeEach
	void prepare() {
		LogKeys keys = new LogKeys(cluster.namespace());
		TypeSettings settings = new TypeSettings(1, Duration.ofMillis(100), Duration.ofSeconds(60));
		EventTypes types = new EventTypes(cluster.client(), keys, (type) -> settings);
		types.settings("order");
		this.fixture = new LogFixture(cluster);
		this.log = new EventLog(cluster.client(), keys, types);
		this.log.groups().register("order", "audit", StartPosition.EARLIEST);
	}

	@Test
	void acknowledgesInOneTrip() {
		publish(3);
		OwnedPartition owned = take("one@1");
		LogPage page = read(owned);
		assertThat(page.fresh()).hasSize(3);
		Map<String, Long> before = cluster.faults().requests();
		assertThat(settle(owned, page)).isTrue();

		assertThat(difference(before)).isEqualTo(Map.of("KvPrewrite", 1L, "BatchCommands", 1L));
	}

	@Test
	void looksAtAnIdlePartitionWithOneScan() {
		publish(3);
		OwnedPartition owned = take("one@1");
		settle(owned, read(owned));
		Sweep sweep = this.log.sweep(List.of(ID), Map.of("order", owned.readUpTo()));
		assertThat(owned.matches(sweep)).isTrue();
		Map<String, Long> before = cluster.faults().requests();
		assertThat(owned.read(sweep, 10, false).isEmpty()).isTrue();

		assertThat(difference(before)).isEqualTo(Map.of("KvScan", 1L, "BatchCommands", 1L));
	}

	@Test
	void sweepReadsInOneTripWhatItsOwnersAreAboutToRead() {
		publish(3);
		OwnedPartition owned = take("one@1");
		settle(owned, read(owned));
		publish(2);
		Map<String, Long> before = cluster.faults().requests();
		Sweep sweep = this.log.sweep(List.of(ID), Map.of("order", owned.readUpTo()),
				List.of(new Look(owned, 10, true)));
		assertThat(owned.matches(sweep)).isTrue();
		// the state; announcements; window, page and what is due next
		assertThat(difference(before)).containsEntry("KvBatchGet", 1L).containsEntry("KvScan", 2L);
		before = cluster.faults().requests();

		assertThat(owned.read(sweep, 10, true).fresh()).hasSize(2);
		assertThat(difference(before)).isEmpty();
	}

	/**
	 * Values of many events are not read again, and no scan is spent on what is due next.
	 */
	@Test
	void sweepReadsAFullWindowAndThePageBehindItWithTwoScans() {
		publish(9);
		OwnedPartition owned = take("one@1");
		settle(owned, read(owned));
		publish(2);
		Map<String, Long> before = cluster.faults().requests();
		Sweep sweep = sweep(owned, true);
		assertThat(owned.matches(sweep)).isTrue();
		// with the announcements; where this took long, nothing is in the window any more
		assertThat(difference(before).get("KvScan")).isLessThanOrEqualTo(3);
		before = cluster.faults().requests();

		LogPage page = owned.read(sweep, 10, true);

		assertThat(page.fresh()).hasSize(2);
		assertThat(page.nextDue()).isNull();
		assertThat(difference(before)).isEmpty();
	}

	@Test
	void eventsOfTheFutureAreNotReadAgainAndAgain() {
		OwnedPartition owned = take("one@1");
		this.fixture.publishAt(this.fixture.in(Duration.ofHours(1)));
		publish(1);
		LogPage page = read(owned);
		assertThat(page.nextDue()).isNotNull();
		settle(owned, page);
		publish(2);
		Map<String, Long> before = cluster.faults().requests();
		Sweep sweep = sweep(owned, true);
		assertThat(owned.matches(sweep)).isTrue();

		LogPage next = owned.read(sweep, 10, true);

		assertThat(next.fresh()).hasSize(2);
		assertThat(next.nextDue()).isEqualTo(page.nextDue());
		// announcements, window, page and what is due next, each without the others
		assertThat(difference(before)).containsEntry("KvScan", 4L);
	}

	@Test
	void restsWithoutARequestWhereASweepHasShownThatThereIsNothing() {
		publish(3);
		OwnedPartition owned = take("one@1");
		settle(owned, read(owned));
		for (boolean expectEvents : new boolean[] { false, true }) {
			Sweep sweep = sweep(owned, expectEvents);
			GroupState state = state();
			Map<String, Long> before = cluster.faults().requests();

			LogPage rest = owned.rest(sweep);

			assertThat(difference(before)).isEmpty();
			assertThat(rest).isNotNull();
			assertThat(rest.isEmpty()).isTrue();
			assertThat(owned.readUpTo()).isEqualTo(sweep.at());
			assertThat(state()).isEqualTo(state);
		}
		publish(1);
		assertThat(read(owned).fresh()).hasSize(1);
	}

	@Test
	void restsNowhereElse() {
		publish(1);
		OwnedPartition owned = take("one@1");
		assertThat(owned.rest(sweep(owned, true))).as("new events").isNull();
		settle(owned, read(owned));
		Sweep blind = this.log.sweep(List.of(ID), Map.of("order", owned.readUpTo()));
		assertThat(owned.rest(blind)).as("nothing was read of the log").isNull();
		publish(1);
		assertThat(owned.rest(sweep(owned, false))).as("a new event").isNull();
		settle(owned, read(owned));
		operate("bob");
		assertThat(owned.rest(sweep(owned, false))).as("an operator waits").isNull();
		OwnedPartition next = take("two@1");
		assertThat(owned.rest(sweep(owned, false))).as("another owner").isNull();
		assertThat(next.rest(sweep(next, false))).as("the former owner was lost").isNull();
	}

	@Test
	void restsWhileNoLaneIsDue() {
		publish(2);
		OwnedPartition owned = take("one@1");
		LogPage page = read(owned);
		Acknowledgement acknowledgement = owned.acknowledgement();
		acknowledgement.retry(page.fresh().get(0), 1, page.at().physical() + 3_600_000, "no");
		acknowledgement.settle(page);
		assertThat(owned.commit(acknowledgement)).isTrue();
		assertThat(owned.rest(sweep(owned, false))).isNotNull();

		Acknowledgement sooner = owned.acknowledgement();
		sooner.retry(owned.parked(cluster.client().snapshot(), page.fresh().get(0).lane(), 1).get(0), 2,
				page.at().physical(), "no");
		assertThat(owned.commit(sooner)).isTrue();
		assertThat(owned.rest(sweep(owned, false))).isNull();
	}

	@Test
	void whatWasNotForeseenIsReadAtTheSameSnapshot() {
		OwnedPartition owned = take("one@1");
		publish(3);
		Sweep sweep = this.log.sweep(List.of(ID), Map.of("order", owned.readUpTo()),
				List.of(new Look(owned, 10, false)));
		publish(2);
		assertThat(owned.matches(sweep)).isTrue();

		assertThat(owned.read(sweep, 2, true).fresh()).hasSize(2);
		assertThat(owned.read(sweep, 10, true).fresh()).hasSize(3);
	}

	/**
	 * One write at the time of the sweep; then lanes and announcements.
	 */
	@Test
	void isTakenInThreeTripsAfterASweep() {
		Sweep sweep = sweep();
		Map<String, Long> before = cluster.faults().requests();

		assertThat(OwnedPartition.take(this.log, ID, "one@1", sweep)).isNotNull();
		assertThat(difference(before)).isEqualTo(Map.of("KvPrewrite", 1L, "KvScan", 2L, "BatchCommands", 3L));
	}

	/**
	 * Whoever takes a partition knows its lanes from the sweep.
	 */
	@Test
	void isNotTakenWithASweepThatTheOwnerHasOutrun() {
		publish(2);
		OwnedPartition owned = take("one@1");
		Sweep sweep = sweep();
		settle(owned, read(owned));

		assertThat(OwnedPartition.take(this.log, ID, "two@1", sweep)).isNull();
		assertThat(state().owner()).isEqualTo("one@1");
	}

	/**
	 * Lanes that another partition gives away lock the state if none is stored yet.
	 */
	@Test
	void isNotTakenWithASweepSinceWhichLanesMayHaveArrived() {
		Sweep sweep = sweep();
		Transaction giving = cluster.client().begin();
		giving.lock(this.log.stateKey(ID));
		giving.put(cluster.namespace().key("other"), new byte[1]);
		assertThat(giving.commit()).isInstanceOf(CommitOutcome.Committed.class);

		assertThat(OwnedPartition.take(this.log, ID, "one@1", sweep)).isNull();
		assertThat(take("one@1").epoch()).isEqualTo(1);
	}

	@Test
	void oneOfTwoThatTakeAtOnceWins() {
		Sweep found = sweep();
		assertThat(OwnedPartition.take(this.log, ID, "one@1", found)).isNotNull();
		assertThat(OwnedPartition.take(this.log, ID, "two@1", found)).isNull();
		assertThat(state().owner()).isEqualTo("one@1");
		assertThat(state().epoch()).isEqualTo(1);
	}

	@Test
	void formerOwnerCanNeitherAcknowledgeNorReleaseNorVerify() {
		publish(1);
		OwnedPartition former = take("one@1");
		LogPage page = read(former);
		OwnedPartition owner = take("two@1");

		assertThat(settle(former, page)).isFalse();
		assertThat(former.release()).isFalse();
		Transaction transaction = cluster.client().begin();
		assertThatExceptionOfType(OwnershipLostException.class).isThrownBy(() -> former.verify(transaction));
		transaction.rollback();
		assertThat(read(owner).fresh()).hasSize(1);
		assertThat(state().owner()).isEqualTo("two@1");
	}

	@Test
	void acknowledgesBesideAnOperatorWhoChangedOtherLanes() {
		publish(1);
		OwnedPartition owned = take("one@1");
		LogPage page = read(owned);
		Lane lane = operate("bob");

		assertThat(settle(owned, page)).isTrue();
		assertThat(owned.lane("bob")).isEqualTo(lane);
		assertThat(state().position()).isEqualTo(page.end());
		assertThat(state().reload()).isEqualTo(1);
		assertThat(owned.epoch()).isEqualTo(1);
	}

	@Test
	void cannotAcknowledgeWhatAnOperatorChanged() {
		publish(1);
		OwnedPartition owned = take("one@1");
		LogPage page = read(owned);
		Lane lane = operate("ann");
		Acknowledgement acknowledgement = owned.acknowledgement();
		acknowledgement.park(page.fresh().get(0), 1);
		acknowledgement.settle(page);

		assertThat(owned.commit(acknowledgement)).isFalse();
		assertThat(take("one@1").lane("ann")).isEqualTo(lane);
	}

	@Test
	void isLostIfWhatAnOperatorChangedCannotBeReadWhileItAcknowledges() {
		publish(1);
		OwnedPartition owned = take("one@1");
		LogPage page = read(owned);
		operate("bob");
		Expectation away = cluster.faults()
			.onEvery("KvScan", (request) -> true, FaultAction.keyError(KeyError.newBuilder().setAbort("away").build()));

		assertThat(settle(owned, page)).isFalse();
		cluster.faults().clear(away);
		assertThat(read(take("one@1")).fresh()).hasSize(1);
	}

	@Test
	void loadsItsLanesAgainWhenAnOperatorChangedThem() {
		OwnedPartition owned = take("one@1");
		Lane lane = operate("bob");
		GroupState before = state();
		LogPage page = read(owned);

		assertThat(owned.lane("bob")).isEqualTo(lane);
		owned.skip(page);
		assertThat(state().snapshot()).as("progress is stored once").isEqualTo(page.at());
		GroupState stored = state();
		owned.skip(read(owned));
		assertThat(state()).isEqualTo(stored);
		assertThat(stored.epoch()).isEqualTo(before.epoch());
	}

	@Test
	void seesThatAnOperatorSentTheGroupBack() {
		publish(1);
		OwnedPartition owned = take("one@1");
		settle(owned, read(owned));
		publish(1);
		LogPage page = read(owned);
		assertThat(new EventLogOperations(this.log).replay(Replay.of("order", "audit")).events()).isEqualTo(1);

		assertThat(settle(owned, page)).isFalse();
		assertThat(owned.matches(this.log.sweep(List.of(ID), Map.of()))).isFalse();
		assertThat(read(take("one@1")).fresh()).hasSize(2);
	}

	@Test
	void replayRaisesTheEpochBeforeTheNextOwnerDoes() {
		publish(1);
		OwnedPartition owned = take("one@1");
		settle(owned, read(owned));
		Transaction batch = cluster.client().begin();
		owned.verify(batch);
		new EventLogOperations(this.log).replay(Replay.of("order", "audit"));

		assertThat(state().epoch()).isEqualTo(owned.epoch() + 1);
		owned.write(batch, owned.acknowledgement());
		assertThat(batch.commit()).isInstanceOf(CommitOutcome.Conflict.class);
		Transaction next = cluster.client().begin();
		assertThatExceptionOfType(OwnershipLostException.class).isThrownBy(() -> owned.verify(next));
		next.rollback();
		assertThat(owned.release()).isFalse();
		assertThat(take("one@1").epoch()).isEqualTo(owned.epoch() + 2);
	}

	@Test
	void takesNothingOfAGroupThatWasRemoved() {
		Sweep before = sweep();
		EventTypes types = new EventTypes(cluster.client(), this.fixture.keys, (type) -> this.log.settings(type));
		new EventLogOperations(new EventLog(cluster.client(), this.fixture.keys, types)).removeGroup("order", "audit");

		assertThat(OwnedPartition.take(this.log, ID, "one@1", before)).isNull();
		assertThatIllegalStateException().isThrownBy(() -> OwnedPartition.take(this.log, ID, "one@1", sweep()))
			.withMessageContaining("The group 'audit' of event type 'order' is not registered");
		assertThat(cluster.rows("group:")).isEmpty();
	}

	@Test
	void takesNothingOfAGroupThatIsRemovedMeanwhile() {
		Transaction late = cluster.client().begin();
		assertThat(this.log.takenState(late, ID).isReleased()).isTrue();
		new EventLogOperations(this.log).removeGroup("order", "audit");
		late.put(this.log.stateKey(ID), new GroupState("one@1", 1, 0, Position.START, late.timestamp(), 0).encode());

		assertThat(late.commit()).isInstanceOf(CommitOutcome.Conflict.class);
	}

	@Test
	void emptyLookIsRememberedInMemoryOnly() {
		OwnedPartition owned = take("one@1");
		GroupState before = state();
		owned.skip(read(owned));

		assertThat(state()).isEqualTo(before);
		assertThat(owned.readUpTo().isAfter(before.snapshot())).isTrue();
		publish(1);
		assertThat(read(owned).fresh()).hasSize(1);
	}

	@Test
	void parkedLanesAreFoundByTheNextOwner() {
		publish(3);
		OwnedPartition owned = take("one@1");
		LogPage page = read(owned);
		Acknowledgement acknowledgement = owned.acknowledgement();
		acknowledgement.retry(page.fresh().get(0), 2, 5000, "no");
		acknowledgement.park(page.fresh().get(1), 1);
		acknowledgement.bury(page.fresh().get(2), 1, 1, "never");
		acknowledgement.settle(page);
		assertThat(owned.commit(acknowledgement)).isTrue();

		OwnedPartition next = take("two@1");
		String lane = page.fresh().get(0).lane();
		assertThat(next.lane(lane)).isEqualTo(new Lane(page.fresh().get(0).position(), 2, 2, 5000, "no"));
		assertThat(next.dueLanes(4999, 10)).isEmpty();
		assertThat(next.dueLanes(5000, 10)).containsExactly(lane);
		assertThat(next.parked(cluster.client().snapshot(), lane, 10)).extracting(LoggedEvent::position)
			.containsExactly(page.fresh().get(0).position(), page.fresh().get(1).position());
		GroupLag lag = new EventLogOperations(this.log).lag("order", "audit");
		assertThat(lag.parked()).isEqualTo(2);
		assertThat(lag.deadLetters()).isEqualTo(1);
		assertThat(lag.pending()).isZero();
		assertThat(lag.oldest().toEpochMilli()).isEqualTo(page.fresh().get(0).position().millis());
	}

	/**
	 * Change a lane as an operator does.
	 */
	private Lane operate(String name) {
		Lane lane = new Lane(Position.of(1, new UUID(1, 2)), 1, 0, 5000, "");
		Transaction operator = cluster.client().begin();
		operator.put(this.log.keys().lane("order", "audit", 0, name), lane.encode());
		operator.put(this.log.stateKey(ID), state().operated().encode());
		this.fixture.commit(operator);
		return lane;
	}

	private void publish(int count) {
		Transaction transaction = cluster.client().begin();
		IntStream.range(0, count).forEach((i) -> this.fixture.append(transaction, "ann", "" + i));
		this.fixture.commit(transaction);
	}

	private Sweep sweep(OwnedPartition owned, boolean expectEvents) {
		return this.log.sweep(List.of(ID), Map.of("order", owned.readUpTo()),
				List.of(new Look(owned, 10, expectEvents)));
	}

	private LogPage read(OwnedPartition owned) {
		Sweep sweep = this.log.sweep(List.of(ID), Map.of("order", owned.readUpTo()));
		assertThat(owned.matches(sweep)).isTrue();
		return owned.read(sweep, 10, true);
	}

	private static boolean settle(OwnedPartition owned, LogPage page) {
		Acknowledgement acknowledgement = owned.acknowledgement();
		acknowledgement.settle(page);
		return owned.commit(acknowledgement);
	}

	private OwnedPartition take(String instance) {
		OwnedPartition taken = OwnedPartition.take(this.log, ID, instance, sweep());
		assertThat(taken).isNotNull();
		return taken;
	}

	private Sweep sweep() {
		return this.log.sweep(List.of(ID), Map.of());
	}

	private GroupState state() {
		return this.log.state(cluster.client().snapshot(), ID);
	}

	private static Map<String, Long> difference(Map<String, Long> before) {
		Map<String, Long> difference = new HashMap<>();
		cluster.faults().requests().forEach((name, count) -> {
			long more = count - before.getOrDefault(name, 0L);
			if (more > 0) {
				difference.put(name, more);
			}
		});
		return difference;
	}

}
