package io.tito.client;

import org.jspecify.annotations.Nullable;

/**
 * The time of a transaction or request was over before its work was done, often because
 * another transaction held a lock. Nothing was committed; it may be run again.
 */
public sealed class ClientTimeoutException extends TitoClientException permits LockTimeoutException {

	private static final long serialVersionUID = 1L;

	public ClientTimeoutException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
