package io.tito.log;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.Transaction;
import io.tito.key.Key;

/**
 * Lanes that a partition has given away at a switch, when a replay takes the partition
 * back to before it. Their events are older than some that are to come again, so those
 * must not be handled first: they are parked, and follow the others at the switch.
 */
final class GivenLanes {

	private final EventLog log;

	private final Transaction transaction;

	private final Snapshot at;

	private final PartitionHistory history;

	GivenLanes(EventLog log, Transaction transaction, Snapshot at, PartitionHistory history) {
		this.log = log;
		this.transaction = transaction;
		this.at = at;
		this.history = history;
	}

	/**
	 * Let a partition wait with the keys of such lanes.
	 * @param target where the replay begins
	 */
	void await(PartitionId id, Replay replay, Position target) {
		int first = Math.max(this.history.passed(target), this.history.introduced(id.partition())) + 1;
		if (first > this.history.size()) {
			return;
		}
		int partitions = this.history.get(this.history.size()).to();
		for (int child = this.history.get(first).from(); child < partitions; child++) {
			if (this.history.get(first).parent(child) == id.partition()) {
				await(id, new PartitionId(id.type(), id.group(), child), replay, target);
			}
		}
	}

	private void await(PartitionId id, PartitionId child, Replay replay, Position target) {
		LogKeys keys = this.log.keys();
		Key prefix = keys.lanes(child.type(), child.group(), child.partition());
		for (Entry row : this.at.scan(Scan.prefix(prefix))) {
			String name = keys.laneOf(row.key());
			Lane lane = Lane.decode(row.key(), row.value());
			boolean cleared = replay.clearsParked() && lane.head().isAfter(target);
			Key own = keys.lane(id.type(), id.group(), id.partition(), name);
			if (!cleared && isGiven(name, id, child) && this.at.get(own) == null) {
				this.transaction.put(own, lane.before().encode());
			}
		}
	}

	/**
	 * Whether the lane came here at one of the switches.
	 */
	private boolean isGiven(String lane, PartitionId id, PartitionId child) {
		for (int number = 1; number <= this.history.size(); number++) {
			int passed = number;
			if (this.history.home(lane, id.partition(), (partition) -> passed) == child.partition()) {
				return true;
			}
		}
		return false;
	}

}
