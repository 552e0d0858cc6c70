package io.tito.annotation;

/**
 * Where a group begins to read when it is registered for the first time.
 */
public enum StartPosition {

	/** The first group of a type at its earliest event, later groups at the latest. */
	AUTOMATIC,

	/** At the earliest event that is kept. */
	EARLIEST,

	/** Behind the events that exist already. */
	LATEST

}
