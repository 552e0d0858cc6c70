package io.tito.client.internal.rpc;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Reasons to wait before a request is repeated, each with its own growth. All waits are
 * drawn at random between half and the whole of the nominal one, so that clients that
 * failed together do not return together.
 */
public enum Pause {

	/** The cached place of a key was wrong. */
	REGION_MISS(2, 500, false),

	/** A region has no leader at the moment. */
	NO_LEADER(2, 500, false),

	/** A region is about to be ready. */
	NOT_READY(2, 1000, false),

	/** A store asks for less. */
	SERVER_BUSY(100, 5000, false),

	/** A store has no space or recovers from a disaster. */
	STORE_SICK(200, 5000, false),

	/** No answer from a store. */
	STORE_UNREACHABLE(20, 1000, false),

	/** No answer from PD. */
	PD_UNREACHABLE(20, 500, false),

	/** PD moves a region. */
	REGION_MOVING(20, 500, false),

	/** A reader met a lock that cannot be passed yet. */
	LOCK_READ(2, 100, true),

	/** A writer met a lock that is alive. */
	LOCK_WRITE(4, 200, true),

	/** A lock was met whose primary lock is not there yet. */
	PRIMARY_MISSING(2, 200, true);

	private final long base;

	private final long cap;

	private final boolean lock;

	private final String label = name().toLowerCase(Locale.ROOT);

	Pause(long base, long cap, boolean lock) {
		this.base = base;
		this.cap = cap;
		this.lock = lock;
	}

	boolean isLock() {
		return this.lock;
	}

	String label() {
		return this.label;
	}

	long nanos(int attempt) {
		long nominal = TimeUnit.MILLISECONDS.toNanos(Math.min(this.cap, this.base << Math.min(attempt, 20)));
		return ThreadLocalRandom.current().nextLong(nominal / 2, nominal + 1);
	}

}
