package io.tito.gc;

import java.time.Duration;
import java.time.Instant;

import io.tito.client.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * What the instances know of collection: the last decision of the leader and its last
 * round, stored at {@code meta:gc}.
 *
 * @param collects whether this application collects
 * @param reason why or why not
 * @param instance the leader that decided
 * @param announced the greatest safe point that this application has announced
 * @param safePoint the cluster's safe point after the last round, zero before the first
 * @param lastRun when the last round ended, by the oracle's time; null before the first
 * @param elapsed how long it took
 * @param locks how many locks it resolved
 * @param heldBy what kept it from going as far as wanted, empty if nothing did
 * @param failure why the last round failed, empty if it did not
 */
public record CollectionStatus(boolean collects, String reason, String instance, Timestamp announced,
		Timestamp safePoint, @Nullable Instant lastRun, Duration elapsed, long locks, String heldBy, String failure) {

	static final CollectionStatus UNDECIDED = new CollectionStatus(false, "not decided yet", "", Timestamp.ZERO,
			Timestamp.ZERO, null, Duration.ZERO, 0, "", "");

	CollectionStatus decided(Decision decision, String leader) {
		return new CollectionStatus(decision.collects(), decision.reason(), leader, this.announced, this.safePoint,
				this.lastRun, this.elapsed, this.locks, this.heldBy, this.failure);
	}

	CollectionStatus announcing(Timestamp upTo) {
		return new CollectionStatus(this.collects, this.reason, this.instance,
				upTo.isAfter(this.announced) ? upTo : this.announced, this.safePoint, this.lastRun, this.elapsed,
				this.locks, this.heldBy, this.failure);
	}

	CollectionStatus failed(String why) {
		return new CollectionStatus(this.collects, this.reason, this.instance, this.announced, this.safePoint,
				this.lastRun, this.elapsed, this.locks, this.heldBy, why);
	}

}
