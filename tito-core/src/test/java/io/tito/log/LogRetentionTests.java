package io.tito.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.tito.annotation.StartPosition;
import io.tito.client.Transaction;
import io.tito.log.write.NewEvent;
import io.tito.testing.Schedules;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Retention beside groups that are at work, idle or stopped, with the clock of the store.
 */
class LogRetentionTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final Duration RETENTION = Duration.ofDays(3);

	private static final Consumer<Transaction> FREE = (transaction) -> {
	};

	private final List<String> told = new ArrayList<>();

	private LogFixture fixture;

	private EventLog log;

	private LogRetention retention;

	@BeforeEach
	void prepare() {
		LogKeys keys = new LogKeys(cluster.namespace());
		TypeSettings settings = new TypeSettings(1, Duration.ofMillis(100), Duration.ofSeconds(60));
		EventTypes types = new EventTypes(cluster.client(), keys, (type) -> settings);
		types.settings("order");
		this.fixture = new LogFixture(cluster);
		this.log = new EventLog(cluster.client(), keys, types);
		this.retention = new LogRetention(this.log, new LogListener() {
			@Override
			public void removed(String type, long count) {
				LogRetentionTests.this.told.add("removed " + count + " of " + type);
			}

			@Override
			public void keptWithoutGroup(String type) {
				LogRetentionTests.this.told.add("kept " + type);
			}
		});
	}

	@Test
	void removesWhatIsOldAndHandledByAllGroups() {
		Group audit = new Group("audit");
		Group billing = new Group("billing");
		publish(3);
		audit.work();
		billing.work();
		assertThat(run().events()).as("they are young").isZero();
		cluster.pass(RETENTION.plusSeconds(61));
		publish(1);
		audit.work();
		billing.work();

		assertThat(run().events()).isEqualTo(3);
		assertThat(this.fixture.eventRows()).hasSize(1);
		assertThat(this.told).containsExactly("removed 3 of order");
		assertThat(run()).isEqualTo(RetentionRound.NOTHING);
	}

	@Test
	void keepsEventsForAGroupThatIsStopped() {
		Group audit = new Group("audit");
		Group stopped = new Group("stopped");
		publish(2);
		audit.work();
		stopped.work();
		stopped.owned.release();
		publish(3);
		cluster.pass(Duration.ofDays(1));
		audit.work();
		RetentionRound round = this.retention.run(Duration.ofHours(1), FREE);
		assertThat(round.nudged()).as("nobody is there to be asked").isZero();
		cluster.pass(Duration.ofDays(1));
		audit.work();

		this.retention.run(Duration.ofHours(1), FREE);
		assertThat(this.fixture.eventRows()).hasSizeGreaterThanOrEqualTo(3);
		assertThat(stopped.again().work()).isEqualTo(3);
		assertThat(this.retention.run(Duration.ofHours(1), FREE).nudged()).isZero();
		assertThat(this.fixture.eventRows()).isEmpty();
		assertThat(stopped.handled).hasSize(5);
	}

	@Test
	void asksAnIdleOwnerToStoreHowFarItIs() {
		Group audit = new Group("audit");
		publish(3);
		audit.work();
		cluster.pass(RETENTION.plusDays(1));
		GroupState before = audit.state();
		audit.work();
		assertThat(audit.state()).as("an idle look writes nothing").isEqualTo(before);

		RetentionRound asked = run();
		assertThat(asked).isEqualTo(new RetentionRound(0, 0, 0, 1));
		assertThat(run().nudged()).as("once").isZero();
		audit.work();
		assertThat(audit.state().snapshot().isAfter(before.snapshot())).isTrue();
		assertThat(audit.state().epoch()).isEqualTo(before.epoch());
		assertThat(run().events()).isEqualTo(3);
		GroupState stored = audit.state();
		cluster.pass(RETENTION);
		run();
		audit.work();
		assertThat(audit.state()).as("where nothing is to be removed nobody is asked").isEqualTo(stored);
	}

	@Test
	void keepsATypeThatNoGroupReads() {
		publish(3);
		cluster.pass(RETENTION.plusDays(1));

		assertThat(run()).isEqualTo(RetentionRound.NOTHING);
		assertThat(this.told).containsExactly("kept order");
		assertThat(this.fixture.eventRows()).hasSize(3);
	}

	@Test
	void removesInBatches() {
		Group audit = new Group("audit");
		publish(2500);
		audit.work();
		cluster.pass(RETENTION.plusSeconds(61));
		publish(1);
		audit.work();

		assertThat(run().events()).isEqualTo(2500);
		assertThat(this.fixture.eventRows()).hasSize(1);
	}

	@Test
	void aFenceEndsTheRoundBeforeAnythingIsRemoved() {
		Group audit = new Group("audit");
		publish(3);
		audit.work();
		cluster.pass(RETENTION.plusSeconds(61));
		publish(1);
		audit.work();

		assertThatIllegalStateException().isThrownBy(() -> this.retention.run(RETENTION, (transaction) -> {
			throw new IllegalStateException("not the leader");
		}));
		assertThat(this.fixture.eventRows()).hasSize(4);
		assertThat(run().events()).isEqualTo(3);
	}

	@Test
	void removesTheRowsOfScheduledEventsAndIdempotencyKeys() {
		Group audit = new Group("audit");
		this.fixture.publishAt(this.fixture.in(Duration.ofMinutes(1)));
		this.fixture.publishAt(this.fixture.in(Duration.ofDays(30)));
		publishOnce("a");
		cluster.pass(Duration.ofMinutes(2));
		audit.work();
		cluster.pass(RETENTION.plusSeconds(61));
		publishOnce("b");
		audit.work();

		assertThat(run()).isEqualTo(new RetentionRound(2, 0, 2, 0));
		assertThat(cluster.rows("scheduled:")).hasSize(1);
		assertThat(cluster.rows("once:")).hasSize(1);
		assertThat(this.fixture.eventRows()).hasSize(2);
		assertThat(audit.handled).hasSize(3);
	}

	@Test
	void publishesAgainUnderAnIdempotencyKeyThatWasForgotten() {
		EventId first = publishOnce("a");
		assertThat(publishOnce("a")).isEqualTo(first);
		cluster.pass(RETENTION.plusSeconds(61));
		run();

		assertThat(publishOnce("a")).isNotEqualTo(first);
	}

	@Test
	void keepsAnAnnouncementUntilEveryGroupHasLookedBehindIt() {
		Group audit = new Group("audit");
		Group stopped = new Group("stopped");
		stopped.owned.release();
		Transaction slow = cluster.client().begin();
		this.fixture.append(slow, "ann", "slow");
		slow.onCommit((base, writes) -> cluster.pass(Duration.ofSeconds(1)));
		this.fixture.commit(slow);
		assertThat(cluster.rows("late:")).hasSize(1);
		audit.work();
		cluster.pass(Duration.ofSeconds(50));
		assertThat(run()).as("a commit may still come").isEqualTo(RetentionRound.NOTHING);
		cluster.pass(Duration.ofDays(1));

		assertThat(run()).isEqualTo(new RetentionRound(0, 0, 0, 1));
		audit.work();
		assertThat(run().announcements()).as("one group is stopped").isZero();
		assertThat(cluster.rows("late:")).hasSize(1);
		assertThat(stopped.again().work()).isEqualTo(1);
		assertThat(run().announcements()).isEqualTo(1);
		assertThat(cluster.rows("late:")).isEmpty();
	}

	@Test
	void replayReachesBackToWhatIsLeft() {
		Group audit = new Group("audit");
		publish(3);
		audit.work();
		cluster.pass(RETENTION.plusSeconds(61));
		publish(2);
		audit.work();
		run();
		EventLogOperations operations = new EventLogOperations(this.log);

		assertThat(operations.replay(Replay.of("order", "audit"))).isEqualTo(new ReplayResult(1, 2, 0));
		assertThat(audit.state().position()).isNotEqualTo(Position.START);
		assertThat(audit.again().work()).isEqualTo(2);
	}

	@Test
	void aGroupThatBeginsEarliestGetsWhatIsLeft() {
		Group audit = new Group("audit");
		publish(3);
		audit.work();
		cluster.pass(RETENTION.plusSeconds(61));
		publish(2);
		audit.work();
		run();

		assertThat(new Group("late").work()).isEqualTo(2);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void losesNothingForAnyGroup(long seed) {
		Random random = new Random(seed);
		Map<Integer, Group> groups = new HashMap<>();
		IntStream.range(0, 3).forEach((i) -> groups.put(i, new Group("group" + i)));
		int published = 0;
		for (int step = 0; step < 60; step++) {
			Group group = groups.get(random.nextInt(3));
			switch (random.nextInt(6)) {
				case 0, 1 -> {
					int count = 1 + random.nextInt(4);
					publish(count);
					published += count;
				}
				case 2, 3 -> group.work();
				case 4 -> group.again();
				default -> {
					cluster.pass(Duration.ofMinutes(random.nextInt(40)));
					this.retention.run(Duration.ofMinutes(1 + random.nextInt(30)), FREE);
				}
			}
		}
		for (Group group : groups.values()) {
			group.again().work();
			assertThat(group.handled).as("seed %d", seed).hasSize(published);
			assertThat(new HashSet<>(group.handled)).as("seed %d", seed).hasSize(published);
		}
	}

	static long[] seeds() {
		return Schedules.seeds(20);
	}

	private RetentionRound run() {
		return this.retention.run(RETENTION, FREE);
	}

	private void publish(int count) {
		Transaction transaction = cluster.client().begin();
		IntStream.range(0, count)
			.forEach(
					(i) -> this.fixture.writer.append(transaction, onPartition(LogFixture.event("ann", "" + i, null))));
		this.fixture.commit(transaction);
	}

	private EventId publishOnce(String key) {
		Transaction transaction = cluster.client().begin();
		NewEvent event = LogFixture.event("ann", "once", null);
		EventId id = this.fixture.writer.append(transaction, new NewEvent(event.type(), event.key(), null, null, null,
				null, event.payloadType(), Map.of(), event.payload(), null, key));
		this.fixture.commit(transaction);
		return id;
	}

	private static NewEvent onPartition(NewEvent event) {
		return new NewEvent(event.type(), event.key(), null, null, null, event.due(), event.payloadType(), Map.of(),
				event.payload(), 0, null);
	}

	/**
	 * A group on the only partition, worked by hand.
	 */
	private final class Group {

		private final PartitionId id;

		private final List<Position> handled = new ArrayList<>();

		private OwnedPartition owned;

		private int incarnation;

		Group(String name) {
			this.id = new PartitionId("order", name, 0);
			LogRetentionTests.this.log.groups().register("order", name, StartPosition.EARLIEST);
			again();
		}

		/**
		 * Another owner takes the partition.
		 */
		Group again() {
			this.owned = OwnedPartition.take(LogRetentionTests.this.log, this.id,
					this.id.group() + "@" + this.incarnation++,
					LogRetentionTests.this.log.sweep(List.of(this.id), Map.of()));
			assertThat(this.owned).isNotNull();
			return this;
		}

		/**
		 * Handle all that there is.
		 * @return how many events that were
		 */
		int work() {
			int before = this.handled.size();
			while (true) {
				Sweep sweep = LogRetentionTests.this.log.sweep(List.of(this.id),
						Map.of("order", this.owned.readUpTo()));
				if (!this.owned.matches(sweep)) {
					again();
					continue;
				}
				LogPage page = this.owned.read(sweep, 700, false);
				if (page.isEmpty()) {
					this.owned.skip(page);
					return this.handled.size() - before;
				}
				Acknowledgement acknowledgement = this.owned.acknowledgement();
				acknowledgement.settle(page);
				assertThat(this.owned.commit(acknowledgement)).isTrue();
				page.events().forEach((event) -> this.handled.add(event.position()));
			}
		}

		GroupState state() {
			return LogRetentionTests.this.log.state(cluster.client().snapshot(), this.id);
		}

	}

}
