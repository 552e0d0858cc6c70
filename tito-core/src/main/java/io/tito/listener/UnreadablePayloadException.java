package io.tito.listener;

import org.jspecify.annotations.Nullable;

/**
 * The payload of an event could not be turned into what the listener takes. The event
 * waits without spending attempts: during a rolling deployment a newer instance may be
 * able to read it.
 */
public final class UnreadablePayloadException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public UnreadablePayloadException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
