package io.tito.listener.container;

import java.time.Duration;

/**
 * How often a partition is looked at when nothing signals an event.
 *
 * @param min the pause after events were found
 * @param active the pause after the first look that found nothing
 * @param idle the longest pause
 * @param step by how much the pause grows with each further look that finds nothing
 */
public record PollIntervals(Duration min, Duration active, Duration idle, Duration step) {

	public PollIntervals {
		if (min.isNegative() || active.compareTo(min) < 0 || idle.compareTo(active) < 0 || step.toNanos() <= 0) {
			throw new IllegalArgumentException(
					"Intervals must grow from min over active to idle, by a step: %s %s %s %s".formatted(min, active,
							idle, step));
		}
	}

	static PollIntervals ofMillis(long min, long active, long idle, long step) {
		return new PollIntervals(Duration.ofMillis(min), Duration.ofMillis(active), Duration.ofMillis(idle),
				Duration.ofMillis(step));
	}

	/**
	 * The pause after a look that found nothing.
	 * @param last the pause before it
	 * @return the next pause
	 */
	Duration after(Duration last) {
		Duration next = (last.compareTo(this.active) < 0) ? this.active : last.plus(this.step);
		return (next.compareTo(this.idle) > 0) ? this.idle : next;
	}

}
