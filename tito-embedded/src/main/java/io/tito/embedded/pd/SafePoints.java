package io.tito.embedded.pd;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

import io.tito.embedded.storage.ClusterState;

/**
 * Below the safe point old versions may be collected; services hold it back for a while.
 * Thread-safe.
 */
public final class SafePoints {

	private static final String COLLECTOR = "gc_worker";

	private static final String SAFE_POINT = "safe-point";

	private final Map<String, Service> services = new HashMap<>();

	private final ClusterState state;

	private final LongConsumer collector;

	private final Lock collecting = new ReentrantLock();

	private volatile long safePoint;

	/**
	 * Go on at the safe point that was.
	 * @param state remembers it
	 * @param collector collects old versions below a safe point, or refuses to
	 */
	public SafePoints(ClusterState state, LongConsumer collector) {
		this.state = state;
		this.collector = collector;
		this.safePoint = state.load(SAFE_POINT).map((saved) -> ByteBuffer.wrap(saved).getLong()).orElse(0L);
	}

	record Service(String id, long safePoint, long expiresAtMillis) {

		long secondsLeft(long nowMillis) {
			return (this.expiresAtMillis == Long.MAX_VALUE) ? Long.MAX_VALUE
					: (this.expiresAtMillis - nowMillis) / 1000;
		}

	}

	public long get() {
		return this.safePoint;
	}

	/**
	 * Move the safe point ahead and collect what is old then; a smaller one is ignored.
	 * May take long; all other requests are answered meanwhile.
	 * @param newSafePoint where to
	 * @return where it is now
	 * @throws IllegalStateException if the collector refuses
	 */
	long advance(long newSafePoint) {
		this.collecting.lock();
		try {
			if (newSafePoint > this.safePoint) {
				this.collector.accept(newSafePoint);
				this.state.save(SAFE_POINT, ByteBuffer.allocate(Long.BYTES).putLong(newSafePoint).array());
				this.safePoint = newSafePoint;
			}
			return this.safePoint;
		}
		finally {
			this.collecting.unlock();
		}
	}

	/**
	 * Register, refresh or remove the hold of a service.
	 * @param id the service
	 * @param ttlSeconds for how long; 0 or less removes the hold
	 * @param held the timestamp to hold
	 * @param nowMillis the time
	 * @return the service that holds the smallest timestamp now
	 */
	synchronized Service hold(String id, long ttlSeconds, long held, long nowMillis) {
		this.services.values().removeIf((service) -> service.expiresAtMillis() <= nowMillis);
		if (ttlSeconds <= 0) {
			this.services.remove(id);
		}
		else if (held >= minimum(nowMillis).safePoint()) {
			this.services.put(id, new Service(id, held, expiry(ttlSeconds, nowMillis)));
		}
		return minimum(nowMillis);
	}

	private static long expiry(long ttlSeconds, long nowMillis) {
		return (ttlSeconds > (Long.MAX_VALUE - nowMillis) / 1000) ? Long.MAX_VALUE : nowMillis + ttlSeconds * 1000;
	}

	// without any hold the collector is the only service, at the safe point itself
	private Service minimum(long nowMillis) {
		return this.services.values()
			.stream()
			.min((one, other) -> Long.compare(one.safePoint(), other.safePoint()))
			.orElseGet(() -> new Service(COLLECTOR, this.safePoint, Long.MAX_VALUE));
	}

}
