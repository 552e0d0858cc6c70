package io.tito.annotation;

/**
 * What becomes of the later events of a key when one is given up.
 */
public enum OnDeadLetter {

	/** As the properties say, or else they go on. */
	AUTOMATIC,

	/** They are handled. */
	CONTINUE,

	/** They wait until an operator has replayed or discarded the dead letter. */
	HOLD

}
