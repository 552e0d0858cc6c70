package io.tito.annotation;

/**
 * What happened to an entity.
 */
public enum Operation {

	/** A row was written that did not exist. */
	INSERT,

	/** A row was replaced. */
	UPDATE,

	/** A row was removed. */
	DELETE

}
