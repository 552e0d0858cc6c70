package io.tito.log;

import java.time.Duration;

/**
 * What is stored of an event type when it is first used; from then on what is stored
 * rules for every instance.
 *
 * @param partitions how many partitions its log has, 1 to 9999
 * @param prompt how much later than its base a commit needs no announcement (T)
 * @param max how much later than its base a commit is refused (D)
 */
public record TypeSettings(int partitions, Duration prompt, Duration max) {

	/** 16 partitions, 100 ms, 60 s. */
	public static final TypeSettings DEFAULTS = new TypeSettings(16, Duration.ofMillis(100), Duration.ofSeconds(60));

	public TypeSettings {
		if (partitions < 1 || partitions > 9999) {
			throw new IllegalArgumentException("An event type has 1 to 9999 partitions, not " + partitions);
		}
		if (prompt.toMillis() < 1 || max.compareTo(prompt) <= 0) {
			throw new IllegalArgumentException(
					"A prompt commit takes at least 1 ms and less than the most: %s, %s".formatted(prompt, max));
		}
	}

	public TypeSettings withPartitions(int count) {
		return new TypeSettings(count, this.prompt, this.max);
	}

}
