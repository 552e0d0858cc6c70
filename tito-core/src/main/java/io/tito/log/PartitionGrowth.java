package io.tito.log;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How far the last increase of an event type's partitions is.
 *
 * @param type the event type
 * @param from how many partitions it had before; as many as now if there never were more
 * @param to how many it has, or will have
 * @param switchAt when the new ones come, or came, into use, by TiKV's oracle; null if
 * there was no increase
 * @param switched whether that is over
 * @param groups how far each group is
 * @param moving the old partitions with scheduled events that are still to be moved
 */
public record PartitionGrowth(String type, int from, int to, @Nullable Instant switchAt, boolean switched,
		List<GroupGrowth> groups, List<Integer> moving) {

	public PartitionGrowth {
		groups = List.copyOf(groups);
		moving = List.copyOf(moving);
	}

	/**
	 * Whether every group reads the new partitions, and all is where it belongs. Only
	 * then is there room for another increase.
	 * @return whether nothing is left to do
	 */
	public boolean isComplete() {
		return this.switchAt == null || (this.switched && this.moving.isEmpty()
				&& this.groups.stream().allMatch((group) -> group.waiting().isEmpty()));
	}

	/**
	 * How far a group is.
	 *
	 * @param group its name
	 * @param done the old partitions that it has read up to the switch, and whose parked
	 * events are where they belong: what depends on them is read
	 * @param waiting the old partitions of which that is not true yet
	 */
	public record GroupGrowth(String group, List<Integer> done, List<Integer> waiting) {

		public GroupGrowth {
			done = List.copyOf(done);
			waiting = List.copyOf(waiting);
		}

	}

}
