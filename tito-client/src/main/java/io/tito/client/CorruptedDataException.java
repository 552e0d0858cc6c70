package io.tito.client;

import org.jspecify.annotations.Nullable;

/**
 * The store answered with something that cannot be. Repeating is pointless; the message
 * names the place.
 */
public final class CorruptedDataException extends TitoClientException {

	private static final long serialVersionUID = 1L;

	public CorruptedDataException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
