package io.tito.test.listener;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

import io.tito.listener.container.WaitingLane;
import org.jspecify.annotations.Nullable;

/**
 * What is left when nothing that is due is pending.
 *
 * @param waiting events that were tried and wait for another time, or for an operator
 * @param nextDue when the next event or retry is due, by the oracle's time; null if none
 * is known
 */
public record Drained(List<WaitingLane> waiting, @Nullable Instant nextDue) {

	public Drained {
		waiting = List.copyOf(waiting);
	}

	/**
	 * Fail if a handler has failed and its event waits to be tried again. Events that are
	 * due later by themselves, and dead letters, are no failure.
	 * @return this
	 * @throws AssertionError with each lane and its last error
	 */
	public Drained assertNothingWaits() {
		if (!this.waiting.isEmpty()) {
			throw new AssertionError("Expected that no event waits to be tried again, but there are:%n%s".formatted(
					this.waiting.stream().map((lane) -> "  " + lane).collect(Collectors.joining("%n".formatted()))));
		}
		return this;
	}

}
