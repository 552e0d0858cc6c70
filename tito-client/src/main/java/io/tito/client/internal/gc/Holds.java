package io.tito.client.internal.gc;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.tito.client.SafePointHold;
import io.tito.client.SnapshotTooOldException;
import io.tito.client.Timestamp;
import io.tito.client.internal.pd.PdCalls;
import io.tito.client.internal.pd.ServiceSafePoint;
import io.tito.client.internal.request.Background;
import io.tito.client.internal.rpc.Budget;
import io.tito.key.Namespace;

/**
 * Holds the safe point back for readers that take long. Thread-safe.
 */
public final class Holds {

	private static final Duration SHORTEST = Duration.ofSeconds(3);

	private final PdCalls pd;

	private final Background background;

	private final ScheduledExecutorService timer;

	private final Budget.Limits limits;

	public Holds(PdCalls pd, Background background, ScheduledExecutorService timer, Budget.Limits limits) {
		this.pd = pd;
		this.background = background;
		this.timer = timer;
		this.limits = limits;
	}

	/**
	 * Hold a timestamp.
	 * @param name what for
	 * @param at the timestamp
	 * @param ttl how long it outlives this process
	 * @return the hold
	 */
	public SafePointHold open(String name, Timestamp at, Duration ttl) {
		Namespace.checkName("name of a hold", name);
		if (ttl.compareTo(SHORTEST) < 0) {
			throw new IllegalArgumentException("A hold lasts %s at least, not %s".formatted(SHORTEST, ttl));
		}
		String service = "tito-" + name + "-" + UUID.randomUUID();
		ServiceHold hold = new ServiceHold(this, service, at, ttl);
		if (!hold.renew() || at.isBefore(this.pd.safePoint(this.limits.operation()))) {
			hold.close();
			throw new SnapshotTooOldException(
					"The hold '%s' comes too late: what was there at %s may have been collected".formatted(name,
							at.instant()) + ". Begin again at a fresh timestamp, and hold it from the beginning",
					null);
		}
		long third = ttl.toMillis() / 3;
		hold.keep(this.timer.scheduleWithFixedDelay(
				() -> this.background.run("renewal of the hold " + service, hold::renewQuietly), third, third,
				TimeUnit.MILLISECONDS));
		return hold;
	}

	ServiceSafePoint register(String service, long ttlSeconds, Timestamp at) {
		this.limits.lifecycle().ensureOpen();
		return this.pd.hold(service, ttlSeconds, at, this.limits.background());
	}

}
