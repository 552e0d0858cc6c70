package io.tito.listener;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A listener took longer than its {@code handler-timeout}. Its thread was interrupted and
 * the attempt counts as failed, even if the listener returned after that: give it more
 * time, or let it look at {@code EventMetadata.deadline()}.
 */
public final class HandlerTimeoutException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public HandlerTimeoutException(Duration timeout, @Nullable Throwable cause) {
		super("The listener was still busy with the event after %d ms and was interrupted: raise handler-timeout if it needs longer"
			.formatted(timeout.toMillis()), cause);
	}

}
