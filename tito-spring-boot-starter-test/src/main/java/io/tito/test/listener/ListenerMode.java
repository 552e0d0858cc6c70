package io.tito.test.listener;

/**
 * When listeners handle events in a test.
 */
public enum ListenerMode {

	/**
	 * Only when the test calls {@link TestListeners#drain()}: between two calls nothing
	 * happens behind the test's back.
	 */
	MANUAL,

	/**
	 * As in production, by themselves. {@link TestListeners#drain()} may be called as
	 * well.
	 */
	RUNNING

}
