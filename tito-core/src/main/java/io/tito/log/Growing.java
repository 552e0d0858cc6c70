package io.tito.log;

/**
 * What a switch to more partitions wants of an owner now.
 */
public enum Growing {

	/** Nothing: there is no switch, or this partition is through with it. */
	NOTHING,

	/** Go on delivering, and look again at once: there is more to give away. */
	UNDERWAY,

	/** Look again at once, before anything is delivered: lanes were given away. */
	AGAIN,

	/** The partition has another owner. */
	LOST

}
