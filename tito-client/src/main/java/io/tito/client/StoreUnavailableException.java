package io.tito.client;

import org.jspecify.annotations.Nullable;

/**
 * PD or a store did not answer within the time for retries. Reads may be repeated; a
 * transaction that threw this was not committed and may be run again.
 */
public final class StoreUnavailableException extends TitoClientException {

	private static final long serialVersionUID = 1L;

	public StoreUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
