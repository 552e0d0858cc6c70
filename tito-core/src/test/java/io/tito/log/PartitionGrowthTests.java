package io.tito.log;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.tito.annotation.StartPosition;
import io.tito.client.CommitOutcome;
import io.tito.client.CorruptedDataException;
import io.tito.client.Entry;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.log.write.EventWriter;
import io.tito.log.write.NewEvent;
import io.tito.testing.TestCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Announcing more partitions, and publishing around the switch.
 */
class PartitionGrowthTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final Duration LEAD = Duration.ofSeconds(100);

	/** In partition 2 of 4 and 6 of 8. */
	private static final String MOVING = "ann";

	private Instance one;

	private Instance two;

	@BeforeEach
	void prepare() {
		this.one = new Instance();
		this.two = new Instance();
		this.one.types.settings("order");
		this.two.types.settings("order");
	}

	@Test
	void refusesFewerPartitions() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.one.operations.increasePartitions("order", 2))
			.withMessage("The event type 'order' has 4 partitions and cannot have 2: fewer would join keys whose events"
					+ " are handled side by side, which loses their order. Nothing was changed");
	}

	@Test
	void refusesWhatIsNoMultiple() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.one.operations.increasePartitions("order", 10))
			.withMessageContaining("must be a multiple of the present one")
			.withMessageContaining("the next are 8 and 12");
		assertThatIllegalArgumentException().isThrownBy(() -> this.one.operations.increasePartitions("order", 4))
			.withMessageContaining("it has these already");
		assertThatIllegalArgumentException().isThrownBy(() -> this.one.operations.increasePartitions("order", 10_000))
			.withMessageContaining("the most are 9999");
	}

	@Test
	void refusesATypeThatWasNeverUsed() {
		assertThatIllegalStateException().isThrownBy(() -> this.one.operations.increasePartitions("mail", 8))
			.withMessageContaining("'mail' was never used")
			.withMessageContaining("tito.outbox.types.mail.partitions");
		assertThatIllegalStateException().isThrownBy(() -> this.one.operations.partitionGrowth("mail"));
		assertThat(cluster.rows("meta:type:")).hasSize(1);
	}

	@Test
	void refusesASwitchThatNotEveryInstanceCanKnow() {
		PartitionIncrease soon = PartitionIncrease.of("order", 8).after(Duration.ofSeconds(90));
		assertThatIllegalArgumentException().isThrownBy(() -> this.one.operations.increasePartitions(soon))
			.withMessageContaining("PT1M31S after the announcement at the earliest, not after PT1M30S");
	}

	@Test
	void refusesASecondIncreaseUntilTheFirstIsComplete() {
		this.one.log.groups().register("order", "billing", StartPosition.EARLIEST);
		grow(8);
		assertThatIllegalStateException().isThrownBy(() -> this.one.operations.increasePartitions("order", 16))
			.withMessageContaining("still growing from 4 to 8 partitions: the switch is at");
		cluster.pass(LEAD);
		assertThatIllegalStateException().isThrownBy(() -> this.one.operations.increasePartitions("order", 16))
			.withMessageContaining("scheduled events of the partitions [0, 1, 2, 3] are still to be moved");
		for (int parent = 0; parent < 4; parent++) {
			this.one.move(parent);
		}
		assertThatIllegalStateException().isThrownBy(() -> this.one.operations.increasePartitions("order", 16))
			.withMessageContaining("group 'billing' on partitions [0, 1, 2, 3]")
			.withMessageContaining("let them catch up, or remove them");
		this.one.operations.removeGroup("order", "billing");
		assertThat(this.one.operations.partitionGrowth("order").isComplete()).isTrue();
		assertThat(this.one.operations.increasePartitions("order", 16).to()).isEqualTo(16);
	}

	@Test
	void changesNothingInADryRun() {
		byte[] before = cluster.rows("meta:type:").get(0).value();
		PartitionGrowth planned = this.one.operations.increasePartitions(PartitionIncrease.of("order", 8).dryRun());

		assertThat(planned.from()).isEqualTo(4);
		assertThat(planned.to()).isEqualTo(8);
		assertThat(planned.isComplete()).isFalse();
		assertThat(cluster.rows("meta:type:").get(0).value()).isEqualTo(before);
		assertThat(this.one.operations.partitionGrowth("order").isComplete()).isTrue();
	}

	@Test
	void preparesTheStoreForTheNewPartitions() {
		this.one.prepared.clear();
		grow(8);

		assertThat(this.one.prepared).containsExactly(8);
	}

	@Test
	void isRefusedByVersionsThatDoNotKnowIt() {
		grow(8);
		Entry row = cluster.rows("meta:type:").get(0);

		assertThat(row.value()[0]).isEqualTo((byte) 2);
		row.value()[0] = 3;
		assertThatExceptionOfType(CorruptedDataException.class)
			.isThrownBy(() -> TypeSettingsCodec.decode(row.key(), row.value()))
			.withMessageContaining("newer format");
		assertThat(new GroupState("a@1", 7, 2, Position.START, new Timestamp(9), 3).grown(1).encode()[0])
			.isEqualTo((byte) 2);
	}

	@Test
	void usesTheOldPartitionsUntilTheSwitchAndTheNewOnesFromThenOn() {
		publish(this.two, MOVING, null);
		grow(8);
		publish(this.two, MOVING, null);
		assertThat(partitions()).containsExactly(2, 2);
		cluster.pass(LEAD);
		publish(this.two, MOVING, null);
		publish(this.one, "tom", null);

		assertThat(partitions()).contains(2, 2, 6);
	}

	/**
	 * The second instance knows of nothing, and would put the event into an old partition
	 * that others have given up.
	 */
	@Test
	void readsSettingsAgainThatMayBeOutdated() {
		Transaction transaction = this.two.client().begin();
		this.two.append(transaction, MOVING, null, null);
		grow(8);
		cluster.pass(LEAD);

		assertThat(transaction.commit()).isInstanceOf(CommitOutcome.Committed.class);
		assertThat(partitions()).containsExactly(6);
	}

	@Test
	void doesNotReadSettingsForEachPublish() {
		publish(this.two, MOVING, null);
		long before = cluster.faults().requests().getOrDefault("KvGet", 0L);
		for (int i = 0; i < 20; i++) {
			publish(this.two, MOVING, null);
		}

		assertThat(cluster.faults().requests().getOrDefault("KvGet", 0L) - before).isLessThan(10);
	}

	@Test
	void doesNotCommitBehindTheSwitchWithAnOldCount() {
		grow(8);
		cluster.faults().advanceClock(Duration.ofSeconds(90));
		publish(this.two, "tom", null);
		Transaction transaction = this.two.client().begin();
		this.two.append(transaction, MOVING, null, null);
		transaction.onCommit((base, writes) -> cluster.pass(Duration.ofSeconds(20)));
		CommitOutcome outcome = transaction.commit();

		assertThat(outcome).isInstanceOf(CommitOutcome.Aborted.class);
		assertThat(partitions()).hasSize(1);
		Transaction again = this.two.client().begin();
		this.two.append(again, MOVING, null, null);
		assertThat(again.commit()).isInstanceOf(CommitOutcome.Committed.class);
		assertThat(partitions()).contains(6);
	}

	@Test
	void takesANewPartitionOnlyOnceItExists() {
		grow(8);
		Transaction transaction = this.one.client().begin();
		assertThatExceptionOfType(EventRefusedException.class)
			.isThrownBy(() -> this.one.append(transaction, MOVING, null, 7));
		cluster.pass(LEAD);
		this.one.types.refresh("order");
		this.one.append(transaction, MOVING, null, 7);

		assertThat(transaction.commit()).isInstanceOf(CommitOutcome.Committed.class);
		assertThat(partitions()).containsExactly(7);
	}

	@Test
	void movesScheduledEventsThatCanBeCancelledAllTheTime() {
		Instant later = cluster.client().timestamp().instant().plus(Duration.ofHours(1));
		EventId first = publish(this.one, MOVING, later);
		EventId second = publish(this.one, MOVING, later);
		EventId third = publish(this.one, MOVING, later.plusSeconds(1));
		publish(this.one, "sue", later);
		Transaction placed = this.one.client().begin();
		this.one.append(placed, MOVING, later, 2);
		placed.commit();
		grow(8);
		assertThat(this.two.cancel(first)).isTrue();
		cluster.pass(LEAD);
		Transaction before = this.one.client().begin();
		assertThat(this.one.writer.cancel(before, second)).isTrue();
		assertThat(this.one.move(2)).isEqualTo(Position.END);

		assertThat(before.commit()).as("of two that take it away, one wins").isInstanceOf(CommitOutcome.Conflict.class);
		assertThat(partitions()).as("what was placed stays").filteredOn((partition) -> partition == 2).hasSize(1);
		assertThat(partitions()).filteredOn((partition) -> partition == 6).hasSize(2);
		assertThat(this.two.cancel(second)).isTrue();
		Transaction reschedule = this.one.client().begin();
		assertThat(this.one.writer.reschedule(reschedule, third, later.plusSeconds(5))).isTrue();
		assertThat(reschedule.commit()).isInstanceOf(CommitOutcome.Committed.class);
		assertThat(this.two.cancel(third)).isTrue();
		assertThat(partitions()).doesNotContain(6);
		assertThat(this.one.move(2)).as("once more").isEqualTo(Position.END);
	}

	@Test
	void movesManyScheduledEventsInBoundedTransactions() {
		Instant later = cluster.client().timestamp().instant().plus(Duration.ofHours(1));
		Transaction many = this.one.client().begin();
		for (int i = 0; i < 300; i++) {
			this.one.append(many, MOVING, later.plusMillis(i), null);
		}
		many.commit();
		grow(8);
		cluster.pass(LEAD);
		ScheduledMove move = this.one.scheduledMove(2);
		assertThat(move.run(1)).isNotEqualTo(Position.END);
		assertThat(partitions()).filteredOn((partition) -> partition == 6).hasSize(128);
		// another owner goes on
		assertThat(this.two.scheduledMove(2).run(10)).isEqualTo(Position.END);
		assertThat(partitions()).hasSize(300).containsOnly(6);
		assertThat(cluster.rows("scheduled:")).hasSize(300)
			.allSatisfy((row) -> assertThat(this.one.keys.partitionOf(Key.wrap(row.value()))).isEqualTo(6));
	}

	@Test
	void findsTheHomeOfALane() {
		Timestamp at = Timestamp.of(1, 0);
		PartitionHistory history = new PartitionHistory(
				List.of(new PartitionSwitch(4, 8, at), new PartitionSwitch(8, 24, Timestamp.of(2, 0))));
		for (int i = 0; i < 1000; i++) {
			String key = "key" + i;
			int old = Partitioner.partition(key, 4);
			assertThat(history.home(key, old, (partition) -> 0)).isEqualTo(old);
			assertThat(history.home(key, old, (partition) -> 1)).isEqualTo(Partitioner.partition(key, 8));
			assertThat(history.home(key, old, (partition) -> 2)).isEqualTo(Partitioner.partition(key, 24));
			assertThat(history.get(2).parent(Partitioner.partition(key, 24))).isEqualTo(Partitioner.partition(key, 8));
			int other = (old + 1) % 4;
			assertThat(history.home(key, other, (partition) -> 2)).as("placed").isEqualTo(other);
		}
		assertThat(history.introduced(3)).isZero();
		assertThat(history.introduced(4)).isEqualTo(1);
		assertThat(history.introduced(8)).isEqualTo(2);
		assertThat(history.introduced(23)).isEqualTo(2);
		assertThat(history.passed(Position.START)).isZero();
		assertThat(history.passed(Position.floor(at))).isEqualTo(1);
		assertThat(history.passed(Position.END)).isEqualTo(2);
	}

	private void grow(int partitions) {
		this.one.operations.increasePartitions(PartitionIncrease.of("order", partitions).after(LEAD));
	}

	private static EventId publish(Instance instance, String key, @Nullable Instant due) {
		Transaction transaction = instance.client().begin();
		EventId id = instance.append(transaction, key, due, null);
		assertThat(transaction.commit()).isInstanceOf(CommitOutcome.Committed.class);
		return id;
	}

	private List<Integer> partitions() {
		return cluster.rows("event:").stream().map((row) -> this.one.keys.partitionOf(row.key())).toList();
	}

	private static final class Instance {

		private final List<Integer> prepared = new ArrayList<>();

		private final LogKeys keys = new LogKeys(cluster.namespace());

		private final EventTypes types = new EventTypes(cluster.client(), this.keys,
				(type) -> TypeSettings.DEFAULTS.withPartitions(4),
				(type, settings) -> this.prepared.add(settings.partitions()));

		private final EventLog log = new EventLog(cluster.client(), this.keys, this.types);

		private final EventLogOperations operations = new EventLogOperations(this.log);

		private final EventWriter writer = new EventWriter(cluster.client(), this.types, this.keys,
				(type, partition) -> {
				}, LogListener.NONE);

		TitoClient client() {
			return cluster.client();
		}

		EventId append(Transaction transaction, String key, @Nullable Instant due, @Nullable Integer partition) {
			return this.writer.append(transaction, new NewEvent("order", key, null, null, null, due, "text", Map.of(),
					"payload".getBytes(StandardCharsets.UTF_8), partition, null));
		}

		boolean cancel(EventId id) {
			Transaction transaction = client().begin();
			boolean possible = this.writer.cancel(transaction, id);
			return transaction.commit() instanceof CommitOutcome.Committed && possible;
		}

		ScheduledMove scheduledMove(int parent) {
			PartitionHistory history = this.types.refresh("order").history();
			return new ScheduledMove(this.log, "order", parent, history, history.size());
		}

		@Nullable Position move(int parent) {
			return scheduledMove(parent).run(10);
		}

	}

}
