package io.tito.test.store;

/**
 * Keeps listeners from running and from remembering anything of the store.
 */
@FunctionalInterface
public interface ListenerSuspension {

	/**
	 * Do something while no listener runs and none holds a partition in its memory.
	 * @param action what to do
	 */
	void suspendWhile(Runnable action);

}
