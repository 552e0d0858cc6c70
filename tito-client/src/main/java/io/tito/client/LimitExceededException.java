package io.tito.client;

import org.jspecify.annotations.Nullable;

/**
 * A key, a value or a transaction is larger than the limits. Repeating is pointless;
 * write less at once.
 */
public final class LimitExceededException extends TitoClientException {

	private static final long serialVersionUID = 1L;

	public LimitExceededException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
