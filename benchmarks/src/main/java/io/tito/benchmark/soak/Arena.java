package io.tito.benchmark.soak;

import java.util.Random;

/**
 * A cluster that misbehaves on demand.
 */
interface Arena extends AutoCloseable {

	/** Its name in the tables. */
	String name();

	/** Where PD is. */
	String address();

	/**
	 * Do something bad, once.
	 * @param random decides what
	 * @throws Exception if the cluster does not come back
	 */
	void disturb(Random random) throws Exception;

	/** How long to leave it alone between two disturbances. */
	long pauseNanos(Random random);

	/**
	 * Do nothing bad any more.
	 */
	void calm();

	@Override
	void close();

}
