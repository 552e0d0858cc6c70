package io.tito.client.internal.pd;

import java.util.concurrent.TimeUnit;

import io.tito.client.SnapshotTooOldException;
import io.tito.client.Timestamp;
import io.tito.client.internal.rpc.Budget;

/**
 * Refuses timestamps that the cluster has collected, for TiKV does not: it would answer
 * with what is left. A recent timestamp is above every safe point and costs nothing to
 * check; for older ones PD is asked, at most each ten seconds. Thread-safe.
 */
public final class SafePointGuard {

	/** Well below the shortest life of old versions that anybody may choose. */
	private static final long RECENT_MILLIS = TimeUnit.MINUTES.toMillis(1);

	/** As often as TiKV itself asks. */
	private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final PdCalls pd;

	private final TimestampOracle oracle;

	private volatile Known known = new Known(Timestamp.ZERO, System.nanoTime() - FRESH_NANOS);

	public SafePointGuard(PdCalls pd, TimestampOracle oracle) {
		this.pd = pd;
		this.oracle = oracle;
	}

	/**
	 * Make sure that a timestamp can be read at.
	 * @param at the timestamp
	 * @param budget pays
	 * @throws SnapshotTooOldException if it cannot
	 */
	public void check(Timestamp at, Budget budget) {
		if (isBelow(at, budget)) {
			throw new SnapshotTooOldException("What was there at " + at.instant()
					+ " may have been collected: the cluster's safe point is at " + safePoint(budget).instant()
					+ ". Begin a new transaction or snapshot, hold the timestamp while reading, or collect later"
					+ " (tito.gc.life)", null);
		}
	}

	/**
	 * Whether a timestamp is below the safe point.
	 * @param at the timestamp
	 * @param budget pays
	 * @return whether what it sees may have been collected
	 */
	public boolean isBelow(Timestamp at, Budget budget) {
		return !isRecent(at) && at.isBefore(safePoint(budget));
	}

	private boolean isRecent(Timestamp at) {
		long now = this.oracle.estimateMillis();
		return (now != 0 && at.physical() >= now - RECENT_MILLIS) || at.equals(Timestamp.LATEST);
	}

	private Timestamp safePoint(Budget budget) {
		Known current = this.known;
		long now = System.nanoTime();
		if (now - current.since() < FRESH_NANOS) {
			return current.safePoint();
		}
		learn(this.pd.safePoint(budget));
		return this.known.safePoint();
	}

	/**
	 * Learn of a safe point.
	 * @param safePoint one that is in force, or soon will be
	 */
	public synchronized void learn(Timestamp safePoint) {
		Timestamp before = this.known.safePoint();
		this.known = new Known(safePoint.isAfter(before) ? safePoint : before, System.nanoTime());
	}

	private record Known(Timestamp safePoint, long since) {

	}

}
