package io.tito.log;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A wish for more partitions of an event type. Immutable: each method returns a changed
 * copy.
 *
 * <pre class="code">
 * operations.increasePartitions(PartitionIncrease.of("order", 32).dryRun())
 * </pre>
 *
 * @param type the event type
 * @param partitions how many partitions it is to have: a multiple of what it has
 * @param lead how long after the announcement the new partitions come into use, by TiKV's
 * oracle; null for the shortest that leaves room for a slow answer
 * @param isDryRun whether only to check
 */
public record PartitionIncrease(String type, int partitions, @Nullable Duration lead, boolean isDryRun) {

	public static PartitionIncrease of(String type, int partitions) {
		return new PartitionIncrease(type, partitions, null, false);
	}

	/**
	 * Come into use later.
	 * @param duration how long after the announcement
	 * @return a copy
	 */
	public PartitionIncrease after(Duration duration) {
		return new PartitionIncrease(this.type, this.partitions, duration, this.isDryRun);
	}

	public PartitionIncrease dryRun() {
		return new PartitionIncrease(this.type, this.partitions, this.lead, true);
	}

}
