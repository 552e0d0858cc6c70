package io.tito.listener;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a listener with {@code batch = true}: all before one element of its lists is
 * done, that one failed, and those behind it were not tried. They are handed over again
 * without having spent an attempt.
 */
public class BatchListenerFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int index;

	/**
	 * Create an exception.
	 * @param message what went wrong
	 * @param index the number of the element, from 0
	 */
	public BatchListenerFailedException(String message, int index) {
		this(message, null, index);
	}

	/**
	 * Create an exception.
	 * @param message what went wrong
	 * @param cause decides what becomes of the event: what a listener of single events
	 * would throw
	 * @param index the number of the element, from 0
	 */
	public BatchListenerFailedException(String message, @Nullable Throwable cause, int index) {
		super(message, cause);
		this.index = index;
	}

	/**
	 * The number of the element that failed.
	 * @return the index in the lists that the listener was called with
	 */
	public int index() {
		return this.index;
	}

}
