package io.tito.listener;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a listener: trying this event again is pointless. It becomes a dead letter at
 * once, and its lane goes on.
 */
public class RejectEventException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public RejectEventException(String message) {
		this(message, null);
	}

	public RejectEventException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
