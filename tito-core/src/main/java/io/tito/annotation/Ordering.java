package io.tito.annotation;

/**
 * In which order the events of a group are handled.
 */
public enum Ordering {

	/** As the properties say, or else by key. */
	AUTOMATIC,

	/**
	 * Events of one key one after the other, in the order of their publication. One that
	 * fails makes those of its key wait.
	 */
	KEY,

	/** None waits for another. */
	NONE

}
