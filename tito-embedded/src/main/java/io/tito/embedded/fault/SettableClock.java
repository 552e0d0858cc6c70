package io.tito.embedded.fault;

import java.time.Duration;

/**
 * The clock of the timestamp oracle, for a test to set. Timestamps increase whatever is
 * done to it.
 */
public interface SettableClock {

	/**
	 * Let the time jump ahead.
	 * @param by how far
	 */
	void advance(Duration by);

	/**
	 * Let the time stand still, except for what {@link #advance} does.
	 */
	void freeze();

	/**
	 * Let the time run again; it catches up.
	 */
	void thaw();

}
