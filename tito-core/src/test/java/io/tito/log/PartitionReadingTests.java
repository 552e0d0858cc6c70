package io.tito.log;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.tito.testing.TestCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an owner sees of its partition, and how often it asks for it.
 */
class PartitionReadingTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private OnePartition partition;

	@BeforeEach
	void prepare() {
		this.partition = new OnePartition(cluster);
	}

	@Test
	void acknowledgesInOneTrip() {
		this.partition.publish(3);
		OwnedPartition owned = this.partition.take("one@1");
		LogPage page = this.partition.read(owned);
		assertThat(page.fresh()).hasSize(3);
		Map<String, Long> before = cluster.faults().requests();
		assertThat(this.partition.settle(owned, page)).isTrue();

		assertThat(this.partition.requestsSince(before)).isEqualTo(Map.of("KvPrewrite", 1L, "BatchCommands", 1L));
	}

	@Test
	void looksAtAnIdlePartitionWithOneScan() {
		this.partition.publish(3);
		OwnedPartition owned = this.partition.take("one@1");
		this.partition.settle(owned, this.partition.read(owned));
		Sweep sweep = this.partition.log.sweep(List.of(OnePartition.ID), Map.of("order", owned.readUpTo()));
		assertThat(owned.matches(sweep)).isTrue();
		Map<String, Long> before = cluster.faults().requests();
		assertThat(owned.read(sweep, 10, false).isEmpty()).isTrue();

		assertThat(this.partition.requestsSince(before)).isEqualTo(Map.of("KvScan", 1L, "BatchCommands", 1L));
	}

	@Test
	void sweepReadsInOneTripWhatItsOwnersAreAboutToRead() {
		this.partition.publish(3);
		OwnedPartition owned = this.partition.take("one@1");
		this.partition.settle(owned, this.partition.read(owned));
		this.partition.publish(2);
		Map<String, Long> before = cluster.faults().requests();
		Sweep sweep = this.partition.log.sweep(List.of(OnePartition.ID), Map.of("order", owned.readUpTo()),
				List.of(new Look(owned, 10, true)));
		assertThat(owned.matches(sweep)).isTrue();
		// the state; announcements; window, page and what is due next
		assertThat(this.partition.requestsSince(before)).containsEntry("KvBatchGet", 1L).containsEntry("KvScan", 2L);
		before = cluster.faults().requests();

		assertThat(owned.read(sweep, 10, true).fresh()).hasSize(2);
		assertThat(this.partition.requestsSince(before)).isEmpty();
	}

	/**
	 * Values of many events are not read again, and no scan is spent on what is due next.
	 */
	@Test
	void sweepReadsAFullWindowAndThePageBehindItWithTwoScans() {
		this.partition.publish(9);
		OwnedPartition owned = this.partition.take("one@1");
		this.partition.settle(owned, this.partition.read(owned));
		this.partition.publish(2);
		Map<String, Long> before = cluster.faults().requests();
		Sweep sweep = this.partition.sweep(owned, true);
		assertThat(owned.matches(sweep)).isTrue();
		// with the announcements; where this took long, nothing is in the window any more
		assertThat(this.partition.requestsSince(before).get("KvScan")).isLessThanOrEqualTo(3);
		before = cluster.faults().requests();

		LogPage page = owned.read(sweep, 10, true);

		assertThat(page.fresh()).hasSize(2);
		assertThat(page.nextDue()).isNull();
		assertThat(this.partition.requestsSince(before)).isEmpty();
	}

	@Test
	void eventsOfTheFutureAreNotReadAgainAndAgain() {
		OwnedPartition owned = this.partition.take("one@1");
		this.partition.fixture.publishAt(this.partition.fixture.in(Duration.ofHours(1)));
		this.partition.publish(1);
		LogPage page = this.partition.read(owned);
		assertThat(page.nextDue()).isNotNull();
		this.partition.settle(owned, page);
		this.partition.publish(2);
		Map<String, Long> before = cluster.faults().requests();
		Sweep sweep = this.partition.sweep(owned, true);
		assertThat(owned.matches(sweep)).isTrue();

		LogPage next = owned.read(sweep, 10, true);

		assertThat(next.fresh()).hasSize(2);
		assertThat(next.nextDue()).isEqualTo(page.nextDue());
		// announcements, window, page and what is due next, each without the others
		assertThat(this.partition.requestsSince(before)).containsEntry("KvScan", 4L);
	}

	@Test
	void restsWithoutARequestWhereASweepHasShownThatThereIsNothing() {
		this.partition.publish(3);
		OwnedPartition owned = this.partition.take("one@1");
		this.partition.settle(owned, this.partition.read(owned));
		for (boolean expectEvents : new boolean[] { false, true }) {
			Sweep sweep = this.partition.sweep(owned, expectEvents);
			GroupState state = this.partition.state();
			Map<String, Long> before = cluster.faults().requests();

			LogPage rest = owned.rest(sweep);

			assertThat(this.partition.requestsSince(before)).isEmpty();
			assertThat(rest).isNotNull();
			assertThat(rest.isEmpty()).isTrue();
			assertThat(owned.readUpTo()).isEqualTo(sweep.at());
			assertThat(this.partition.state()).isEqualTo(state);
		}
		this.partition.publish(1);
		assertThat(this.partition.read(owned).fresh()).hasSize(1);
	}

	@Test
	void restsNowhereElse() {
		this.partition.publish(1);
		OwnedPartition owned = this.partition.take("one@1");
		assertThat(owned.rest(this.partition.sweep(owned, true))).as("new events").isNull();
		this.partition.settle(owned, this.partition.read(owned));
		Sweep blind = this.partition.log.sweep(List.of(OnePartition.ID), Map.of("order", owned.readUpTo()));
		assertThat(owned.rest(blind)).as("nothing was read of the log").isNull();
		this.partition.publish(1);
		assertThat(owned.rest(this.partition.sweep(owned, false))).as("a new event").isNull();
		this.partition.settle(owned, this.partition.read(owned));
		this.partition.operate("bob");
		assertThat(owned.rest(this.partition.sweep(owned, false))).as("an operator waits").isNull();
		OwnedPartition next = this.partition.take("two@1");
		assertThat(owned.rest(this.partition.sweep(owned, false))).as("another owner").isNull();
		assertThat(next.rest(this.partition.sweep(next, false))).as("the former owner was lost").isNull();
	}

	@Test
	void restsWhileNoLaneIsDue() {
		this.partition.publish(2);
		OwnedPartition owned = this.partition.take("one@1");
		LogPage page = this.partition.read(owned);
		Acknowledgement acknowledgement = owned.acknowledgement();
		acknowledgement.retry(page.fresh().get(0), 1, page.at().physical() + 3_600_000, "no");
		acknowledgement.settle(page);
		assertThat(owned.commit(acknowledgement)).isTrue();
		assertThat(owned.rest(this.partition.sweep(owned, false))).isNotNull();

		Acknowledgement sooner = owned.acknowledgement();
		sooner.retry(owned.parked(cluster.client().snapshot(), page.fresh().get(0).lane(), 1).get(0), 2,
				page.at().physical(), "no");
		assertThat(owned.commit(sooner)).isTrue();
		assertThat(owned.rest(this.partition.sweep(owned, false))).isNull();
	}

	@Test
	void whatWasNotForeseenIsReadAtTheSameSnapshot() {
		OwnedPartition owned = this.partition.take("one@1");
		this.partition.publish(3);
		Sweep sweep = this.partition.log.sweep(List.of(OnePartition.ID), Map.of("order", owned.readUpTo()),
				List.of(new Look(owned, 10, false)));
		this.partition.publish(2);
		assertThat(owned.matches(sweep)).isTrue();

		assertThat(owned.read(sweep, 2, true).fresh()).hasSize(2);
		assertThat(owned.read(sweep, 10, true).fresh()).hasSize(3);
	}

	/**
	 * One write at the time of the sweep; then lanes and announcements.
	 */
	@Test
	void isTakenInThreeTripsAfterASweep() {
		Sweep sweep = this.partition.sweep();
		Map<String, Long> before = cluster.faults().requests();

		assertThat(OwnedPartition.take(this.partition.log, OnePartition.ID, "one@1", sweep)).isNotNull();
		assertThat(this.partition.requestsSince(before))
			.isEqualTo(Map.of("KvPrewrite", 1L, "KvScan", 2L, "BatchCommands", 3L));
	}

	@Test
	void emptyLookIsRememberedInMemoryOnly() {
		OwnedPartition owned = this.partition.take("one@1");
		GroupState before = this.partition.state();
		owned.skip(this.partition.read(owned));

		assertThat(this.partition.state()).isEqualTo(before);
		assertThat(owned.readUpTo().isAfter(before.snapshot())).isTrue();
		this.partition.publish(1);
		assertThat(this.partition.read(owned).fresh()).hasSize(1);
	}

}
