package io.tito.client.internal.gc;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.tito.client.CollectionRound;
import io.tito.client.GarbageCollector;
import io.tito.client.SafePoints;
import io.tito.client.Timestamp;
import io.tito.client.internal.pd.PdCalls;
import io.tito.client.internal.pd.SafePointGuard;
import io.tito.client.internal.pd.ServiceSafePoint;
import io.tito.client.internal.pd.TimestampOracle;
import io.tito.client.internal.request.RegionRequests;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.txn.lock.LockResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs rounds: announce the safe point as {@code gc_worker}, respect what others hold,
 * resolve all locks below, and only then let the stores collect. Thread-safe.
 */
public final class Collector implements GarbageCollector {

	private static final Logger logger = LoggerFactory.getLogger(Collector.class);

	/** What PD demands of this service. */
	private static final long FOR_EVER = Long.MAX_VALUE;

	/** A service that holds nothing; asked with it, PD only answers. */
	private static final String NOBODY = "tito-looks";

	private final PdCalls pd;

	private final TimestampOracle oracle;

	private final RegionRequests requests;

	private final LockResolver locks;

	private final SafePointGuard guard;

	private final Budget.Limits limits;

	private final AtomicBoolean running = new AtomicBoolean();

	public Collector(PdCalls pd, TimestampOracle oracle, RegionRequests requests, LockResolver locks,
			SafePointGuard guard, Budget.Limits limits) {
		this.pd = pd;
		this.oracle = oracle;
		this.requests = requests;
		this.locks = locks;
		this.guard = guard;
		this.limits = limits;
	}

	@Override
	public SafePoints safePoints() {
		this.limits.lifecycle().ensureOpen();
		Budget budget = this.limits.operation();
		Timestamp collected = this.pd.safePoint(budget);
		ServiceSafePoint least = this.pd.hold(NOBODY, 0, collected, budget);
		this.guard.learn(collected);
		return new SafePoints(collected, least.at(), least.service());
	}

	@Override
	public CollectionRound collect(Duration life) {
		if (life.compareTo(SHORTEST_LIFE) < 0) {
			throw tooShort(life);
		}
		this.limits.lifecycle().ensureOpen();
		return alone(this.oracle.fresh(this.limits.operation()).minus(life));
	}

	@Override
	public CollectionRound collect(Timestamp safePoint) {
		this.limits.lifecycle().ensureOpen();
		Timestamp now = this.oracle.fresh(this.limits.operation());
		if (safePoint.isAfter(now.minus(SHORTEST_LIFE))) {
			throw tooShort(Duration.ofMillis(now.physical() - safePoint.physical()));
		}
		return alone(safePoint);
	}

	private static IllegalArgumentException tooShort(Duration life) {
		return new IllegalArgumentException(
				"Old versions have to be kept for %s at least, not %s: transactions that are older are ended"
					.formatted(SHORTEST_LIFE, life));
	}

	private CollectionRound alone(Timestamp wanted) {
		if (!this.running.compareAndSet(false, true)) {
			throw new IllegalStateException("This client is collecting already; wait until that round has ended");
		}
		try {
			return round(wanted);
		}
		finally {
			this.running.set(false);
		}
	}

	private CollectionRound round(Timestamp wanted) {
		long from = System.nanoTime();
		Budget budget = this.limits.operation();
		ServiceSafePoint least = this.pd.hold(SafePoints.COLLECTOR, FOR_EVER, wanted, budget);
		boolean held = least.at().isBefore(wanted);
		Timestamp target = held ? least.at() : wanted;
		Timestamp before = this.pd.safePoint(budget);
		LockSweep sweep = new LockSweep(this.requests, this.locks, this.limits, target);
		Timestamp after = target.isAfter(before) ? advance(target, sweep) : before;
		CollectionRound round = new CollectionRound(after, after.isAfter(before), held ? least.service() : null,
				sweep.regions(), sweep.locks(), Duration.ofNanos(System.nanoTime() - from));
		logger.debug("A round of collection has ended: {}", round);
		return round;
	}

	/**
	 * From the announcement on this client refuses to begin what the round would end.
	 */
	private Timestamp advance(Timestamp target, LockSweep sweep) {
		this.guard.learn(target);
		sweep.run();
		Timestamp after = this.pd.advanceSafePoint(target, this.limits.operation());
		this.guard.learn(after);
		return after;
	}

}
