package io.tito.client;

/**
 * Keeps everything that can be read at a timestamp from being collected, until it is
 * closed. It is renewed in the background; if that fails for longer than its time to
 * live, as after a long pause of this process, the hold is lost. Thread-safe.
 */
public interface SafePointHold extends AutoCloseable {

	/**
	 * The timestamp that is held: snapshots at it and later ones stay readable.
	 * @return the timestamp
	 */
	Timestamp timestamp();

	/**
	 * Whether the hold is surely in force: judged by the monotonic clock, from before its
	 * last renewal was sent.
	 * @return false once it is closed or may have run out
	 */
	boolean isHeld();

	/**
	 * Let go. Never throws; a hold that could not be removed runs out by itself.
	 */
	@Override
	void close();

}
