package io.tito.listener.container;

import java.time.Instant;

import io.tito.log.Lane;
import io.tito.log.PartitionId;
import org.jspecify.annotations.Nullable;

/**
 * Events of one key that wait because the first of them failed, could not be read, or was
 * rescheduled.
 *
 * @param partition the group and the partition
 * @param key their key; of an event that waits alone, its position
 * @param events how many wait
 * @param attempts how often the first of them was tried
 * @param next when it is tried next, by the oracle's time; null if it waits for an
 * operator
 * @param error what went wrong last; empty if nothing did
 */
public record WaitingLane(PartitionId partition, String key, long events, int attempts, @Nullable Instant next,
		String error) {

	static WaitingLane of(PartitionId partition, String key, Lane lane) {
		Instant next = (lane.next() == Lane.HELD) ? null : Instant.ofEpochMilli(lane.next());
		return new WaitingLane(partition, key, lane.count(), lane.attempts(), next, lane.error());
	}

	@Override
	public String toString() {
		return "%d event(s) of key '%s' at %s, %s after %d attempt(s)%s".formatted(this.events, this.key,
				this.partition, (this.next != null) ? "next tried at " + this.next : "held until somebody acts",
				this.attempts, this.error.isEmpty() ? "" : ": " + this.error);
	}

}
