package io.tito.log;

import java.util.List;
import java.util.Map;

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

/**
 * Who owns a partition, and what only its owner may do.
 */
class OwnedPartitionTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private OnePartition partition;

	@BeforeEach
	void prepare() {
		this.partition = new OnePartition(cluster);
	}

	/**
	 * Whoever takes a partition knows its lanes from the sweep.
	 */
	@Test
	void isNotTakenWithASweepThatTheOwnerHasOutrun() {
		this.partition.publish(2);
		OwnedPartition owned = this.partition.take("one@1");
		Sweep sweep = this.partition.sweep();
		this.partition.settle(owned, this.partition.read(owned));

		assertThat(OwnedPartition.take(this.partition.log, OnePartition.ID, "two@1", sweep)).isNull();
		assertThat(this.partition.state().owner()).isEqualTo("one@1");
	}

	/**
	 * Lanes that another partition gives away lock the state if none is stored yet.
	 */
	@Test
	void isNotTakenWithASweepSinceWhichLanesMayHaveArrived() {
		Sweep sweep = this.partition.sweep();
		Transaction giving = cluster.client().begin();
		giving.lock(this.partition.log.stateKey(OnePartition.ID));
		giving.put(cluster.namespace().key("other"), new byte[1]);
		assertThat(giving.commit()).isInstanceOf(CommitOutcome.Committed.class);

		assertThat(OwnedPartition.take(this.partition.log, OnePartition.ID, "one@1", sweep)).isNull();
		assertThat(this.partition.take("one@1").epoch()).isEqualTo(1);
	}

	@Test
	void oneOfTwoThatTakeAtOnceWins() {
		Sweep found = this.partition.sweep();
		assertThat(OwnedPartition.take(this.partition.log, OnePartition.ID, "one@1", found)).isNotNull();
		assertThat(OwnedPartition.take(this.partition.log, OnePartition.ID, "two@1", found)).isNull();
		assertThat(this.partition.state().owner()).isEqualTo("one@1");
		assertThat(this.partition.state().epoch()).isEqualTo(1);
	}

	@Test
	void formerOwnerCanNeitherAcknowledgeNorReleaseNorVerify() {
		this.partition.publish(1);
		OwnedPartition former = this.partition.take("one@1");
		LogPage page = this.partition.read(former);
		OwnedPartition owner = this.partition.take("two@1");

		assertThat(this.partition.settle(former, page)).isFalse();
		assertThat(former.release()).isFalse();
		Transaction transaction = cluster.client().begin();
		assertThatExceptionOfType(OwnershipLostException.class).isThrownBy(() -> former.verify(transaction));
		transaction.rollback();
		assertThat(this.partition.read(owner).fresh()).hasSize(1);
		assertThat(this.partition.state().owner()).isEqualTo("two@1");
	}

	@Test
	void acknowledgesBesideAnOperatorWhoChangedOtherLanes() {
		this.partition.publish(1);
		OwnedPartition owned = this.partition.take("one@1");
		LogPage page = this.partition.read(owned);
		Lane lane = this.partition.operate("bob");

		assertThat(this.partition.settle(owned, page)).isTrue();
		assertThat(owned.lane("bob")).isEqualTo(lane);
		assertThat(this.partition.state().position()).isEqualTo(page.end());
		assertThat(this.partition.state().reload()).isEqualTo(1);
		assertThat(owned.epoch()).isEqualTo(1);
	}

	@Test
	void cannotAcknowledgeWhatAnOperatorChanged() {
		this.partition.publish(1);
		OwnedPartition owned = this.partition.take("one@1");
		LogPage page = this.partition.read(owned);
		Lane lane = this.partition.operate("ann");
		Acknowledgement acknowledgement = owned.acknowledgement();
		acknowledgement.park(page.fresh().get(0), 1);
		acknowledgement.settle(page);

		assertThat(owned.commit(acknowledgement)).isFalse();
		assertThat(this.partition.take("one@1").lane("ann")).isEqualTo(lane);
	}

	@Test
	void isLostIfWhatAnOperatorChangedCannotBeReadWhileItAcknowledges() {
		this.partition.publish(1);
		OwnedPartition owned = this.partition.take("one@1");
		LogPage page = this.partition.read(owned);
		this.partition.operate("bob");
		Expectation away = cluster.faults()
			.onEvery("KvScan", (request) -> true, FaultAction.keyError(KeyError.newBuilder().setAbort("away").build()));

		assertThat(this.partition.settle(owned, page)).isFalse();
		cluster.faults().clear(away);
		assertThat(this.partition.read(this.partition.take("one@1")).fresh()).hasSize(1);
	}

	@Test
	void loadsItsLanesAgainWhenAnOperatorChangedThem() {
		OwnedPartition owned = this.partition.take("one@1");
		Lane lane = this.partition.operate("bob");
		GroupState before = this.partition.state();
		LogPage page = this.partition.read(owned);

		assertThat(owned.lane("bob")).isEqualTo(lane);
		owned.skip(page);
		assertThat(this.partition.state().snapshot()).as("progress is stored once").isEqualTo(page.at());
		GroupState stored = this.partition.state();
		owned.skip(this.partition.read(owned));
		assertThat(this.partition.state()).isEqualTo(stored);
		assertThat(stored.epoch()).isEqualTo(before.epoch());
	}

	@Test
	void seesThatAnOperatorSentTheGroupBack() {
		this.partition.publish(1);
		OwnedPartition owned = this.partition.take("one@1");
		this.partition.settle(owned, this.partition.read(owned));
		this.partition.publish(1);
		LogPage page = this.partition.read(owned);
		assertThat(new EventLogOperations(this.partition.log).replay(Replay.of("order", "audit")).events())
			.isEqualTo(1);

		assertThat(this.partition.settle(owned, page)).isFalse();
		assertThat(owned.matches(this.partition.log.sweep(List.of(OnePartition.ID), Map.of()))).isFalse();
		assertThat(this.partition.read(this.partition.take("one@1")).fresh()).hasSize(2);
	}

	@Test
	void replayRaisesTheEpochBeforeTheNextOwnerDoes() {
		this.partition.publish(1);
		OwnedPartition owned = this.partition.take("one@1");
		this.partition.settle(owned, this.partition.read(owned));
		Transaction batch = cluster.client().begin();
		owned.verify(batch);
		new EventLogOperations(this.partition.log).replay(Replay.of("order", "audit"));

		assertThat(this.partition.state().epoch()).isEqualTo(owned.epoch() + 1);
		owned.write(batch, owned.acknowledgement());
		assertThat(batch.commit()).isInstanceOf(CommitOutcome.Conflict.class);
		Transaction next = cluster.client().begin();
		assertThatExceptionOfType(OwnershipLostException.class).isThrownBy(() -> owned.verify(next));
		next.rollback();
		assertThat(owned.release()).isFalse();
		assertThat(this.partition.take("one@1").epoch()).isEqualTo(owned.epoch() + 2);
	}

	@Test
	void takesNothingOfAGroupThatWasRemoved() {
		Sweep before = this.partition.sweep();
		EventTypes types = new EventTypes(cluster.client(), this.partition.fixture.keys,
				(type) -> this.partition.log.settings(type));
		new EventLogOperations(new EventLog(cluster.client(), this.partition.fixture.keys, types)).removeGroup("order",
				"audit");

		assertThat(OwnedPartition.take(this.partition.log, OnePartition.ID, "one@1", before)).isNull();
		assertThatIllegalStateException()
			.isThrownBy(() -> OwnedPartition.take(this.partition.log, OnePartition.ID, "one@1", this.partition.sweep()))
			.withMessageContaining("The group 'audit' of event type 'order' is not registered");
		assertThat(cluster.rows("group:")).isEmpty();
	}

	@Test
	void takesNothingOfAGroupThatIsRemovedMeanwhile() {
		Transaction late = cluster.client().begin();
		assertThat(this.partition.log.takenState(late, OnePartition.ID).isReleased()).isTrue();
		new EventLogOperations(this.partition.log).removeGroup("order", "audit");
		late.put(this.partition.log.stateKey(OnePartition.ID),
				new GroupState("one@1", 1, 0, Position.START, late.timestamp(), 0).encode());

		assertThat(late.commit()).isInstanceOf(CommitOutcome.Conflict.class);
	}

	@Test
	void parkedLanesAreFoundByTheNextOwner() {
		this.partition.publish(3);
		OwnedPartition owned = this.partition.take("one@1");
		LogPage page = this.partition.read(owned);
		Acknowledgement acknowledgement = owned.acknowledgement();
		acknowledgement.retry(page.fresh().get(0), 2, 5000, "no");
		acknowledgement.park(page.fresh().get(1), 1);
		acknowledgement.bury(page.fresh().get(2), 1, 1, "never");
		acknowledgement.settle(page);
		assertThat(owned.commit(acknowledgement)).isTrue();

		OwnedPartition next = this.partition.take("two@1");
		String lane = page.fresh().get(0).lane();
		assertThat(next.lane(lane)).isEqualTo(new Lane(page.fresh().get(0).position(), 2, 2, 5000, "no"));
		assertThat(next.dueLanes(4999, 10)).isEmpty();
		assertThat(next.dueLanes(5000, 10)).containsExactly(lane);
		assertThat(next.parked(cluster.client().snapshot(), lane, 10)).extracting(LoggedEvent::position)
			.containsExactly(page.fresh().get(0).position(), page.fresh().get(1).position());
		GroupLag lag = new EventLogOperations(this.partition.log).lag("order", "audit");
		assertThat(lag.parked()).isEqualTo(2);
		assertThat(lag.deadLetters()).isEqualTo(1);
		assertThat(lag.pending()).isZero();
		assertThat(lag.oldest().toEpochMilli()).isEqualTo(page.fresh().get(0).position().millis());
	}

}
