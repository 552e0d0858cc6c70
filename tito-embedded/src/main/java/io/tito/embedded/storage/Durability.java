package io.tito.embedded.storage;

/**
 * Tells when what was written survives a crash. Thread-safe.
 */
public interface Durability {

	/**
	 * Run something once everything written so far survives a crash.
	 * @param next what to run, here or in another thread; must not block
	 */
	void whenDurable(Runnable next);

	/**
	 * Run something once everything written so far survives the end of the process: a
	 * crash of the machine may take it back, with everything written after it.
	 * @param next what to run, here or in another thread; must not block
	 */
	void whenHandedOver(Runnable next);

	/**
	 * Do several things that all end with {@link #whenDurable} or {@link #whenHandedOver}
	 * in this thread: none of what they give to it begins to wait before all of it does,
	 * so that one sync serves them.
	 * @param work what to do
	 * @param afterwards run once everything that waits for the disk has run, if there is
	 * something
	 * @return whether there is
	 */
	boolean together(Runnable work, Runnable afterwards);

}
