package io.tito.annotation;

/**
 * How rows that are read are locked.
 */
public enum LockMode {

	/**
	 * Nobody else changes the row until the transaction ends; whoever wants to, waits.
	 */
	PESSIMISTIC_WRITE

}
