package io.tito.gc;

import java.time.Duration;

import io.tito.client.SafePoints;
import io.tito.client.Timestamp;

/**
 * Finds out whether somebody else collects: a safe point that is ahead of all that this
 * application ever announced is somebody else's. If it then stands still for longer than
 * anybody would pause, there is nobody (any more). Used by one thread.
 */
final class Watch {

	/** Three times the usual interval between two rounds of TiDB. */
	static final Duration PATIENCE = Duration.ofMinutes(30);

	private Timestamp others = Timestamp.ZERO;

	private Timestamp movedAt = Timestamp.ZERO;

	/**
	 * Decide.
	 * @param points the safe points now
	 * @param own the greatest safe point that this application announced
	 * @param now the time
	 * @return whether to collect
	 */
	Decision decide(SafePoints points, Timestamp own, Timestamp now) {
		Timestamp announced = points.announced();
		if (!announced.isAfter(own)) {
			return new Decision(true, "nobody else collects on this cluster");
		}
		if (announced.isAfter(this.others)) {
			this.others = announced;
			this.movedAt = now;
		}
		if (now.isBefore(this.movedAt.plus(PATIENCE))) {
			return new Decision(false, "another collector has moved the safe point to " + announced.instant()
					+ "; this application collects once that stands still for " + PATIENCE.toMinutes() + " minutes");
		}
		return new Decision(true, "the collector that was here before has stopped");
	}

}
