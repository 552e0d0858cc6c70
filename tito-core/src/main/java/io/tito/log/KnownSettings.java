package io.tito.log;

import java.util.concurrent.atomic.AtomicBoolean;

import io.tito.client.Timestamp;

/**
 * Settings of an event type as an instance knows them. Thread-safe.
 */
final class KnownSettings {

	private final TypeSettings settings;

	private final Timestamp at;

	private final long readAt;

	private final AtomicBoolean claimed = new AtomicBoolean();

	/**
	 * Create one.
	 * @param settings the settings
	 * @param at the snapshot at which they were read
	 * @param readAt when that was, by the machine's monotonic clock
	 */
	KnownSettings(TypeSettings settings, Timestamp at, long readAt) {
		this.settings = settings;
		this.at = at;
		this.readAt = readAt;
	}

	TypeSettings settings() {
		return this.settings;
	}

	Timestamp at() {
		return this.at;
	}

	long readAt() {
		return this.readAt;
	}

	/**
	 * One thread at a time reads them again.
	 */
	boolean claim() {
		return this.claimed.compareAndSet(false, true);
	}

	void release() {
		this.claimed.set(false);
	}

}
