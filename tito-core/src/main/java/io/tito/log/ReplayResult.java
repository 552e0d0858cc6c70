package io.tito.log;

/**
 * What a replay does, or would do.
 *
 * @param partitions partitions that go back; the others are not that far yet
 * @param events events that are delivered again, counted before: those that are due and
 * were settled
 * @param unparked events that are taken out of their lanes
 */
public record ReplayResult(int partitions, long events, long unparked) {

	ReplayResult plus(ReplayResult other) {
		return new ReplayResult(this.partitions + other.partitions, this.events + other.events,
				this.unparked + other.unparked);
	}

}
