package io.tito.autoconfigure.tikv;

import java.util.List;

import io.tito.client.TitoClientException;

/**
 * A placement driver answered when the application started, but no TiKV server did.
 */
final class StoreUnreachableException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final transient List<String> stores;

	StoreUnreachableException(List<String> stores, TitoClientException cause) {
		super("The placement driver (PD) answers, but TiKV could not be used: " + cause.getMessage(), cause);
		this.stores = stores;
	}

	List<String> stores() {
		return this.stores;
	}

}
