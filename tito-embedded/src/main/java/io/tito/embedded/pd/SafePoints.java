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

	private static final String HOLDS = "service-safe-points";

	private final Map<String, ServiceHold> services = new HashMap<>();

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
		state.load(HOLDS)
			.map(ServiceHold::decode)
			.ifPresent((saved) -> saved.forEach((hold) -> this.services.put(hold.id(), hold)));
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
	 * Register, refresh or remove the hold of a service. Holds outlive a restart.
	 * @param id the service
	 * @param ttlSeconds for how long; 0 or less removes the hold
	 * @param held the timestamp to hold
	 * @param nowMillis the time
	 * @return the service that holds the smallest timestamp now
	 */
	synchronized ServiceHold hold(String id, long ttlSeconds, long held, long nowMillis) {
		Map<String, ServiceHold> before = Map.copyOf(this.services);
		this.services.values().removeIf((service) -> service.expiresAtMillis() <= nowMillis);
		if (ttlSeconds <= 0) {
			this.services.remove(id);
		}
		else if (held >= minimum(nowMillis).safePoint()) {
			this.services.put(id, new ServiceHold(id, held, expiry(ttlSeconds, nowMillis)));
		}
		if (!this.services.equals(before)) {
			this.state.save(HOLDS, ServiceHold.encode(this.services.values()));
		}
		return minimum(nowMillis);
	}

	private static long expiry(long ttlSeconds, long nowMillis) {
		return (ttlSeconds > (Long.MAX_VALUE - nowMillis) / 1000) ? Long.MAX_VALUE : nowMillis + ttlSeconds * 1000;
	}

	// without any hold the collector is the only service, at the safe point itself
	private ServiceHold minimum(long nowMillis) {
		return this.services.values()
			.stream()
			.min((one, other) -> Long.compare(one.safePoint(), other.safePoint()))
			.orElseGet(() -> new ServiceHold(COLLECTOR, this.safePoint, Long.MAX_VALUE));
	}

}
