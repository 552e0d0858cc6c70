package io.tito.client;

import org.jspecify.annotations.Nullable;

/**
 * The client was closed. Repeating is pointless.
 */
public final class ClientClosedException extends TitoClientException {

	private static final long serialVersionUID = 1L;

	public ClientClosedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
