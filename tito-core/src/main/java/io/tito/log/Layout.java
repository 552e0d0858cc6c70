package io.tito.log;

import java.util.Map;
import java.util.function.ToIntFunction;

import io.tito.client.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * How the partitions of a type that has got more of them depend on each other, at the
 * snapshot of a sweep. Immutable.
 *
 * @param history the switches, also those to come
 * @param at the snapshot
 * @param moved how far partitions have moved their scheduled events at the last switch;
 * those that are left out have moved all
 */
record Layout(PartitionHistory history, Timestamp at, Map<Integer, Position> moved) {

	Layout {
		moved = Map.copyOf(moved);
	}

	/**
	 * The number of the last switch that has happened.
	 */
	int switched() {
		PartitionSwitch next = this.history.after(this.at);
		return (next != null) ? this.history.introduced(next.from()) - 1 : this.history.size();
	}

	/**
	 * The last switch that has happened, null if none has.
	 */
	@Nullable PartitionSwitch last() {
		int number = switched();
		return (number > 0) ? this.history.get(number) : null;
	}

	/**
	 * Whether a partition may be read: those that came with a switch wait until the one
	 * that they depend on has handled, or given to them, what is older.
	 * @param partition the partition
	 * @param grown tells of a partition, as the group has stored it, the number of the
	 * last switch at which it has given away what is not its own
	 */
	boolean isOpen(int partition, ToIntFunction<Integer> grown) {
		int child = partition;
		for (int number = this.history.introduced(child); number > 0; number = this.history.introduced(child)) {
			int parent = this.history.get(number).parent(child);
			if (number > switched() || grown.applyAsInt(parent) < number) {
				return false;
			}
			child = parent;
		}
		return true;
	}

	/**
	 * The position up to which a partition may be read: behind it, events are still to
	 * move from the one to the other.
	 */
	Position limit(int partition) {
		PartitionSwitch last = last();
		return (last != null && partition < last.to()) ? this.moved.getOrDefault(last.parent(partition), Position.END)
				: Position.END;
	}

}
