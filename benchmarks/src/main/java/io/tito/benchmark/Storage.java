package io.tito.benchmark;

/**
 * What the server does before it answers a write.
 */
public enum Storage {

	/** Nothing: data is in memory only. */
	MEMORY,

	/** Force the log to the disk. */
	DURABLE

}
