package io.tito.client;

/**
 * What a commit does, one after the other. One-phase and async commits end with the
 * second.
 */
public enum CommitPhase {

	/** Take the timestamps that it needs. */
	TIMESTAMP,

	/** Lock all keys, or write and commit them at once. */
	PREWRITE,

	/** Commit the primary key of a two-phase commit. */
	COMMIT

}
