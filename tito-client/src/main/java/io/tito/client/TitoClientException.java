package io.tito.client;

import org.jspecify.annotations.Nullable;

/**
 * Something went wrong between this client and the cluster. Subtypes say what the caller
 * may do next.
 */
public abstract sealed class TitoClientException extends RuntimeException
		permits StoreUnavailableException, ClientTimeoutException, DeadlockException, LimitExceededException,
		ClientClosedException, CorruptedDataException, SnapshotTooOldException {

	private static final long serialVersionUID = 1L;

	protected TitoClientException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
