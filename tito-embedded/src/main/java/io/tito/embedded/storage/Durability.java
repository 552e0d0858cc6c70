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
	 * Do several things that all end with {@link #whenDurable} in this thread: none of
	 * what they give to it begins to wait before all of it does, so that one sync serves
	 * them.
	 * @param work what to do
	 */
	void together(Runnable work);

}
