package io.tito.autoconfigure.tikv;

import io.tito.client.TitoClientException;

/**
 * A placement driver answered when the application started, but what it names did not.
 */
final class StoreUnreachableException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	StoreUnreachableException(TitoClientException cause) {
		super("A placement driver (PD) answers, but TiKV could not be used: " + cause.getMessage(), cause);
	}

}
