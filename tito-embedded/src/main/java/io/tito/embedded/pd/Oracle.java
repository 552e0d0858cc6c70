package io.tito.embedded.pd;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

import io.tito.embedded.fault.SettableClock;
import io.tito.embedded.storage.ClusterState;
import org.jspecify.annotations.Nullable;

/**
 * The timestamp oracle: strictly increasing timestamps whose upper bits are the clock's
 * milliseconds. Never goes back, whatever the clock does. Thread-safe.
 */
public final class Oracle implements SettableClock {

	/**
	 * How many timestamps one millisecond holds.
	 */
	static final long PER_MILLISECOND = 1L << 18;

	private static final Duration DRIFT = Duration.ofSeconds(60);

	private static final Duration AHEAD = Duration.ofSeconds(3);

	private static final String BOUND = "timestamp-bound";

	private final InstantSource clock;

	private final ClusterState state;

	private volatile long bound;

	private volatile @Nullable Long frozenAt;

	private final AtomicLong ahead = new AtomicLong();

	private final AtomicLong last = new AtomicLong();

	/**
	 * Go on above all timestamps that were given before.
	 * @param clock gives the physical part
	 * @param state remembers how far timestamps may have got
	 */
	public Oracle(InstantSource clock, ClusterState state) {
		this.clock = clock;
		this.state = state;
		this.bound = state.load(BOUND).map((saved) -> ByteBuffer.wrap(saved).getLong()).orElse(0L);
		this.last.set(this.bound);
	}

	/**
	 * Take several timestamps at once.
	 * @param count how many
	 * @return the last of them; all have the same physical part
	 */
	long next(long count) {
		if (count < 1 || count >= PER_MILLISECOND) {
			throw new IllegalArgumentException(
					"A request may take 1 to " + (PER_MILLISECOND - 1) + " timestamps, not " + count);
		}
		long now = now();
		long taken = this.last.updateAndGet((before) -> after(Math.max(before, now), count));
		if (taken > this.bound) {
			extend(taken);
		}
		return taken;
	}

	// a crash forgets what was given, never the bound: saved rarely, it is a bit ahead
	private synchronized void extend(long taken) {
		if (taken > this.bound) {
			long ahead = taken + AHEAD.toMillis() * PER_MILLISECOND;
			this.state.save(BOUND, ByteBuffer.allocate(Long.BYTES).putLong(ahead).array());
			this.bound = ahead;
		}
	}

	/**
	 * Take one timestamp.
	 * @return a fresh one
	 */
	public long next() {
		return next(1);
	}

	private static long after(long before, long count) {
		long room = PER_MILLISECOND - 1 - before % PER_MILLISECOND;
		long from = (count <= room) ? before : (before / PER_MILLISECOND + 1) * PER_MILLISECOND;
		return from + count;
	}

	private long now() {
		Long stopped = this.frozenAt;
		long millis = (stopped != null) ? stopped : this.clock.millis();
		return (millis + this.ahead.get()) * PER_MILLISECOND;
	}

	/**
	 * The greatest timestamp that a client can honestly have, with room for drift.
	 * @return the bound
	 */
	public long limit() {
		return Math.max(this.last.get(), now()) + DRIFT.toMillis() * PER_MILLISECOND;
	}

	@Override
	public void advance(Duration by) {
		this.ahead.addAndGet(by.toMillis());
	}

	@Override
	public void freeze() {
		this.frozenAt = this.clock.millis();
	}

	@Override
	public void thaw() {
		this.frozenAt = null;
	}

}
