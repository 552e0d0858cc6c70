package io.tito.index;

/**
 * A row keeps an index from being filled, for a reason that people have to see to.
 */
final class UnfillableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnfillableException(String reason) {
		super(reason);
	}

}
