package io.tito.log;

/**
 * What one round of retention has done.
 *
 * @param events events that were removed
 * @param announcements announcements of slow commits that were removed
 * @param rows rows of scheduled events and idempotency keys that were removed
 * @param nudged partitions whose idle owners were asked to store how far they are
 */
public record RetentionRound(long events, int announcements, int rows, int nudged) {

	static final RetentionRound NOTHING = new RetentionRound(0, 0, 0, 0);

	RetentionRound plus(RetentionRound other) {
		return new RetentionRound(this.events + other.events, this.announcements + other.announcements,
				this.rows + other.rows, this.nudged + other.nudged);
	}

}
