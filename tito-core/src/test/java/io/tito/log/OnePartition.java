package io.tito.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import io.tito.annotation.StartPosition;
import io.tito.client.Transaction;
import io.tito.testing.TestCluster;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A type with one partition, and a group that reads it.
 */
final class OnePartition {

	static final PartitionId ID = new PartitionId("order", "audit", 0);

	final LogFixture fixture;

	final EventLog log;

	private final TestCluster cluster;

	OnePartition(TestCluster cluster) {
		this.cluster = cluster;
		LogKeys keys = new LogKeys(cluster.namespace());
		TypeSettings settings = new TypeSettings(1, Duration.ofMillis(100), Duration.ofSeconds(60));
		EventTypes types = new EventTypes(cluster.client(), keys, (type) -> settings);
		types.settings("order");
		this.fixture = new LogFixture(cluster);
		this.log = new EventLog(cluster.client(), keys, types);
		this.log.groups().register("order", "audit", StartPosition.EARLIEST);
	}

	/**
	 * Publish in a later millisecond than before: events of the one up to which was read
	 * come as late ones, and count as read for a replay.
	 */
	void publish(int count) {
		this.cluster.faults().advanceClock(Duration.ofMillis(1));
		Transaction transaction = this.cluster.client().begin();
		IntStream.range(0, count).forEach((i) -> this.fixture.append(transaction, "ann", "" + i));
		this.fixture.commit(transaction);
	}

	OwnedPartition take(String instance) {
		OwnedPartition taken = OwnedPartition.take(this.log, ID, instance, sweep());
		assertThat(taken).isNotNull();
		return taken;
	}

	Sweep sweep() {
		return this.log.sweep(List.of(ID), Map.of());
	}

	Sweep sweep(OwnedPartition owned, boolean expectEvents) {
		return this.log.sweep(List.of(ID), Map.of("order", owned.readUpTo()),
				List.of(new Look(owned, 10, expectEvents)));
	}

	LogPage read(OwnedPartition owned) {
		Sweep sweep = this.log.sweep(List.of(ID), Map.of("order", owned.readUpTo()));
		assertThat(owned.matches(sweep)).isTrue();
		return owned.read(sweep, 10, true);
	}

	boolean settle(OwnedPartition owned, LogPage page) {
		Acknowledgement acknowledgement = owned.acknowledgement();
		acknowledgement.settle(page);
		return owned.commit(acknowledgement);
	}

	GroupState state() {
		return this.log.state(this.cluster.client().snapshot(), ID);
	}

	/**
	 * Change a lane as an operator does.
	 */
	Lane operate(String name) {
		Lane lane = new Lane(Position.of(1, new UUID(1, 2)), 1, 0, 5000, "");
		Transaction operator = this.cluster.client().begin();
		operator.put(this.log.keys().lane("order", "audit", 0, name), lane.encode());
		operator.put(this.log.stateKey(ID), state().operated().encode());
		this.fixture.commit(operator);
		return lane;
	}

	/**
	 * What was asked of the store.
	 * @param before what had been asked before
	 * @return requests by their names
	 */
	Map<String, Long> requestsSince(Map<String, Long> before) {
		Map<String, Long> difference = new HashMap<>();
		this.cluster.faults().requests().forEach((name, count) -> {
			long more = count - before.getOrDefault(name, 0L);
			if (more > 0) {
				difference.put(name, more);
			}
		});
		return difference;
	}

}
