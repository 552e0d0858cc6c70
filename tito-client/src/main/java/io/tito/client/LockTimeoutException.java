package io.tito.client;

import org.jspecify.annotations.Nullable;

/**
 * Another transaction held a lock for longer than this one was to wait. Nothing was
 * committed; this transaction stays usable.
 */
public final class LockTimeoutException extends ClientTimeoutException {

	private static final long serialVersionUID = 1L;

	public LockTimeoutException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
