package io.tito.client;

import org.jspecify.annotations.Nullable;

/**
 * Transactions waited for each other's locks in a circle, and this one was chosen to give
 * way. It is rolled back; run it again.
 */
public final class DeadlockException extends TitoClientException {

	private static final long serialVersionUID = 1L;

	public DeadlockException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
