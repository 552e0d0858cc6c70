package io.tito.log;

import java.time.Duration;

import io.tito.client.Timestamp;

/**
 * What is stored of an event type when it is first used; from then on what is stored
 * rules for every instance. Only the number of partitions can change, by
 * {@link EventLogOperations#increasePartitions}.
 *
 * @param partitions how many partitions its log has, 1 to 9999; those that are announced
 * are counted already
 * @param prompt how much later than its base a commit needs no announcement (T)
 * @param max how much later than its base a commit is refused (D)
 * @param history how the partitions became so many
 */
public record TypeSettings(int partitions, Duration prompt, Duration max, PartitionHistory history) {

	/** The most partitions of a type. */
	public static final int MAX_PARTITIONS = 9999;

	/** 16 partitions, 100 ms, 60 s. */
	public static final TypeSettings DEFAULTS = new TypeSettings(16, Duration.ofMillis(100), Duration.ofSeconds(60));

	public TypeSettings {
		if (partitions < 1 || partitions > MAX_PARTITIONS) {
			throw new IllegalArgumentException("An event type has 1 to 9999 partitions, not " + partitions);
		}
		if (prompt.toMillis() < 1 || max.compareTo(prompt) <= 0) {
			throw new IllegalArgumentException(
					"A prompt commit takes at least 1 ms and less than the most: %s, %s".formatted(prompt, max));
		}
		PartitionSwitch last = history.last();
		if (last != null && last.to() != partitions) {
			throw new IllegalArgumentException(
					"The last switch leads to %d partitions, not %d".formatted(last.to(), partitions));
		}
	}

	public TypeSettings(int partitions, Duration prompt, Duration max) {
		this(partitions, prompt, max, PartitionHistory.NONE);
	}

	public TypeSettings withPartitions(int count) {
		return new TypeSettings(count, this.prompt, this.max);
	}

	TypeSettings grown(PartitionSwitch added) {
		return new TypeSettings(added.to(), this.prompt, this.max, this.history.with(added));
	}

	/**
	 * The number of partitions that transactions with a base timestamp use.
	 * @param base the base timestamp
	 * @return the count
	 */
	public int partitionsAt(Timestamp base) {
		if (this.history.isEmpty()) {
			return this.partitions;
		}
		PartitionSwitch next = this.history.after(base);
		return (next != null) ? next.from() : this.partitions;
	}

	/**
	 * Whether the properties ask for what is stored.
	 */
	boolean agreesWith(TypeSettings wanted) {
		return this.partitions == wanted.partitions && this.prompt.equals(wanted.prompt) && this.max.equals(wanted.max);
	}

	@Override
	public String toString() {
		return "%d partitions, prompt within %s, at most %s".formatted(this.partitions, this.prompt, this.max);
	}

}
