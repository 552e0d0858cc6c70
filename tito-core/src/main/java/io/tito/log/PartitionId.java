package io.tito.log;

/**
 * One group's view of one partition: what an instance owns.
 *
 * @param type the event type
 * @param group the group
 * @param partition the number of the partition
 */
public record PartitionId(String type, String group, int partition) {

	@Override
	public String toString() {
		return this.type + "/" + this.group + "/" + this.partition;
	}

}
