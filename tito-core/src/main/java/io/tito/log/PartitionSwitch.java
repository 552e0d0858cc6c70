package io.tito.log;

import io.tito.client.Timestamp;

/**
 * The moment from which on an event type has more partitions. A transaction with an
 * earlier base timestamp uses the old count and commits earlier, or not at all.
 *
 * @param from the count before
 * @param to the count from then on, a multiple of the one before
 * @param at when: the first timestamp of a millisecond, so that no event from before has
 * a position behind it unless it was scheduled
 */
public record PartitionSwitch(int from, int to, Timestamp at) {

	public PartitionSwitch {
		if (to <= from || to % from != 0 || at.logical() != 0) {
			throw new IllegalArgumentException(
					"Partitions grow by a multiple at the begin of a millisecond, not from %d to %d at %s"
						.formatted(from, to, at));
		}
	}

	/**
	 * The bound that separates events from before, unless they were scheduled, from those
	 * from after.
	 * @return the bound
	 */
	Position bound() {
		return Position.floor(this.at);
	}

	/**
	 * The old partition that a partition depends on: all its keys were there before.
	 * @param partition a partition of the new count
	 * @return its parent; itself if it is an old one
	 */
	int parent(int partition) {
		// h mod to = q implies h mod from = q mod from, since from divides to
		return partition % this.from;
	}

}
