package io.tito.test.store;

import java.time.Duration;
import java.time.Instant;

import io.tito.client.TitoClient;
import io.tito.embedded.fault.Faults;

/**
 * The clock of the timestamp oracle, by which due times, retries, retention and sessions
 * go. It is that of the embedded server of this test: moving it leaves the clock of the
 * machine alone. It runs by itself, never goes back, and is not set back after the test.
 * <p>
 * Move it while no transaction commits: whoever meets the locks of one takes it for
 * abandoned. Thread-safe.
 */
public final class OracleClock {

	private final TitoClient client;

	private final Faults faults;

	private final Runnable moved;

	private boolean frozen;

	OracleClock(TitoClient client, Faults faults, Runnable moved) {
		this.client = client;
		this.faults = faults;
		this.moved = moved;
	}

	/**
	 * The time by now.
	 * @return the time, in milliseconds
	 */
	public Instant now() {
		return this.client.timestamp().instant();
	}

	/**
	 * Let the time jump ahead.
	 * @param by how far
	 * @throws IllegalArgumentException if it is negative
	 */
	public void advance(Duration by) {
		if (by.isNegative()) {
			throw new IllegalArgumentException("The oracle's clock never goes back, but was to move by " + by);
		}
		this.faults.advanceClock(by);
		this.moved.run();
	}

	/**
	 * Let the time jump ahead to an instant, rounded up to a millisecond.
	 * @param time the time
	 * @throws IllegalArgumentException if it is past already
	 */
	public void set(Instant time) {
		if (!advanceTo(time)) {
			throw new IllegalArgumentException(
					"The oracle's clock never goes back: it is at %s and was to be set to %s".formatted(now(), time));
		}
	}

	/**
	 * Let the time jump ahead to an instant, unless that is past already.
	 * @param time the time
	 * @return whether it was still to come
	 */
	public boolean advanceTo(Instant time) {
		long target = time.toEpochMilli() + ((time.getNano() % 1_000_000 == 0) ? 0 : 1);
		long by = target - now().toEpochMilli();
		if (by >= 0) {
			advance(Duration.ofMillis(by));
		}
		return by >= 0;
	}

	/**
	 * Let the time stand still, except for what moves it here. Does nothing if it does
	 * already.
	 */
	public synchronized void freeze() {
		if (!this.frozen) {
			this.faults.freezeClock();
			this.frozen = true;
		}
	}

	/**
	 * Let the time run again; it catches up. Done after each test.
	 */
	public synchronized void thaw() {
		this.faults.thawClock();
		this.frozen = false;
	}

	/**
	 * Whether the time stands still.
	 * @return whether it was frozen here
	 */
	public synchronized boolean isFrozen() {
		return this.frozen;
	}

}
