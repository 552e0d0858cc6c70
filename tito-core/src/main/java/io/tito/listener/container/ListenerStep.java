package io.tito.listener.container;

import java.time.Instant;
import java.util.List;

import io.tito.log.PartitionId;
import org.jspecify.annotations.Nullable;

/**
 * What one step of the listeners has found.
 *
 * @param open partitions that may have more that is due now: something was handled there,
 * a handler has not ended yet, or the partition could not be read or taken
 * @param waiting lanes whose time is still to come, or that wait for an operator
 * @param nextDue when the next event that is known of is due, the waiting lanes among
 * them, by the oracle's time; null if there is none
 */
public record ListenerStep(List<PartitionId> open, List<WaitingLane> waiting, @Nullable Instant nextDue) {

	public ListenerStep {
		open = List.copyOf(open);
		waiting = List.copyOf(waiting);
	}

	/**
	 * Whether nothing at all was due: every partition of this instance was looked at, at
	 * one snapshot that was taken after the step began, and none had anything to do.
	 * @return whether another step would find only what has come in the meantime
	 */
	public boolean isIdle() {
		return this.open.isEmpty();
	}

}
