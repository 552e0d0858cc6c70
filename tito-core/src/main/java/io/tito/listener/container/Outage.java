package io.tito.listener.container;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import io.tito.listener.retry.RetryPolicy;

/**
 * When every lane of a batch fails, what the listener needs is more likely to be away
 * than every event to be bad: the partition then waits, nothing is parked, and no attempt
 * is spent, so that an outage does not turn traffic into dead letters. As soon as one
 * event succeeds, or when that has gone on for too long, failures count again. Belongs to
 * one partition; used by one thread at a time.
 */
final class Outage {

	/** A single lane proves nothing. */
	private static final int LANES = 2;

	private final RetryPolicy policy;

	private int rounds;

	private long since;

	Outage(RetryPolicy policy) {
		this.policy = policy;
	}

	/**
	 * Whether to wait instead of acknowledging.
	 * @param lanes what was handled
	 */
	boolean isSuspected(Collection<LaneRun> lanes) {
		List<LaneRun> tried = lanes.stream().filter(LaneRun::isTried).toList();
		if (tried.isEmpty()) {
			return false;
		}
		if (tried.size() < LANES || !tried.stream().allMatch(LaneRun::failedOnly)) {
			this.rounds = 0;
			return false;
		}
		long now = System.nanoTime();
		if (this.rounds == 0) {
			this.since = now;
		}
		this.rounds++;
		return now - this.since < this.policy.outageHold().toNanos();
	}

	/**
	 * How long to wait.
	 */
	Duration pause() {
		return this.policy.outagePause(this.rounds);
	}

}
