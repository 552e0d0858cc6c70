package io.tito.lease;

import org.jspecify.annotations.Nullable;

/**
 * This instance stands for a job until it is closed. Thread-safe.
 */
public interface Candidacy extends AutoCloseable {

	/**
	 * The leadership, if this instance has it.
	 * @return the leadership while it is held, or null
	 */
	@Nullable Leadership leadership();

	/**
	 * Stand down; another instance may take over at once. Returns after the lease was
	 * released, or could not be.
	 */
	@Override
	void close();

}
