package io.tito.embedded.mvcc;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The greatest timestamp that was read at. One-phase and async commits take their commit
 * timestamps above it, so that no reader sees half of them or changes its answer.
 * Thread-safe.
 */
final class MaxTimestamp {

	private final AtomicLong max = new AtomicLong();

	private final LongSupplier limit;

	private final BooleanSupplier synced;

	/**
	 * Start at nothing read.
	 * @param limit the greatest timestamp that may be read at now
	 * @param synced whether what was read before is known
	 */
	MaxTimestamp(LongSupplier limit, BooleanSupplier synced) {
		this.limit = limit;
		this.synced = synced;
	}

	/**
	 * Check that commit timestamps may be taken above this one.
	 * @throws MaxTimestampNotSyncedException if there may have been greater ones
	 */
	void checkSynced() {
		if (!this.synced.getAsBoolean()) {
			throw new MaxTimestampNotSyncedException();
		}
	}

	long get() {
		return this.max.get();
	}

	void raise(long timestamp) {
		if (timestamp == Timestamps.LATEST || timestamp <= this.max.get()) {
			return;
		}
		if (timestamp > this.limit.getAsLong()) {
			throw new InvalidTimestampException("timestamp " + timestamp + " is ahead of the oracle");
		}
		reset(timestamp);
	}

	/**
	 * Raise without a check, to a timestamp that the oracle gave.
	 * @param timestamp the timestamp
	 */
	void reset(long timestamp) {
		this.max.accumulateAndGet(timestamp, Math::max);
	}

}
