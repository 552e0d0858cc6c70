package io.tito.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

import io.tito.client.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * How the partitions of an event type became so many. Switches are numbered from 1. Kept
 * for ever, since a group that begins early, or is sent back, passes all of them once
 * more. Immutable.
 *
 * @param switches the switches in their order
 */
public record PartitionHistory(List<PartitionSwitch> switches) {

	/** The type has as many partitions as it began with. */
	public static final PartitionHistory NONE = new PartitionHistory(List.of());

	public PartitionHistory {
		switches = List.copyOf(switches);
	}

	PartitionHistory with(PartitionSwitch added) {
		List<PartitionSwitch> longer = new ArrayList<>(this.switches);
		longer.add(added);
		return new PartitionHistory(longer);
	}

	boolean isEmpty() {
		return this.switches.isEmpty();
	}

	int size() {
		return this.switches.size();
	}

	/**
	 * A switch.
	 * @param number its number, from 1
	 */
	PartitionSwitch get(int number) {
		return this.switches.get(number - 1);
	}

	@Nullable PartitionSwitch last() {
		return this.switches.isEmpty() ? null : this.switches.get(this.switches.size() - 1);
	}

	/**
	 * The next switch behind a timestamp.
	 * @param timestamp the timestamp
	 * @return the switch, null if none is announced
	 */
	public @Nullable PartitionSwitch after(Timestamp timestamp) {
		for (PartitionSwitch one : this.switches) {
			if (timestamp.isBefore(one.at())) {
				return one;
			}
		}
		return null;
	}

	/**
	 * The number of the switch that a partition came with; 0 if it was there from the
	 * start.
	 */
	int introduced(int partition) {
		int number = size();
		while (number > 0 && partition < get(number).from()) {
			number--;
		}
		return number;
	}

	/**
	 * The number of the last switch that lies at or before a position.
	 */
	int passed(Position position) {
		int number = size();
		while (number > 0 && get(number).bound().isAfter(position)) {
			number--;
		}
		return number;
	}

	/**
	 * Where the lane of a key is, by what partitions have given to others so far.
	 * @param lane the name of the lane
	 * @param partition a partition that it was in
	 * @param grown tells of a partition the number of the last switch at which it has
	 * given lanes away
	 * @return the partition that it is in
	 */
	int home(String lane, int partition, IntUnaryOperator grown) {
		return home(lane, partition, introduced(partition) + 1, grown);
	}

	/**
	 * The same for a lane that is known to have been in a partition just before a switch.
	 */
	int home(String lane, int partition, int before, IntUnaryOperator grown) {
		int home = partition;
		for (int number = before; number <= size(); number++) {
			if (Math.max(grown.applyAsInt(home), introduced(home)) < number) {
				return home;
			}
			home = home(lane, home, number);
		}
		return home;
	}

	/**
	 * Where a partition's lane, or its event, belongs after a switch.
	 */
	int home(String lane, int partition, int number) {
		PartitionSwitch passed = get(number);
		// what is elsewhere than its key says was put there by its publisher
		return (Partitioner.partition(lane, passed.from()) == partition) ? Partitioner.partition(lane, passed.to())
				: partition;
	}

}
