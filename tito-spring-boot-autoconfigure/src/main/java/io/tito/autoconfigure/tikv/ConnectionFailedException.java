package io.tito.autoconfigure.tikv;

import java.util.List;

import io.tito.client.TitoClientException;

/**
 * No placement driver answered when the application started.
 */
final class ConnectionFailedException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final transient List<String> pdAddresses;

	private final boolean fromProperties;

	private final boolean encrypted;

	ConnectionFailedException(TitoConnectionDetails details, TitoClientException cause) {
		super("Could not connect to TiKV: " + cause.getMessage(), cause);
		this.pdAddresses = details.pdAddresses();
		this.fromProperties = details instanceof PropertiesTitoConnectionDetails;
		this.encrypted = details.sslBundle() != null;
	}

	List<String> pdAddresses() {
		return this.pdAddresses;
	}

	boolean isFromProperties() {
		return this.fromProperties;
	}

	boolean isEncrypted() {
		return this.encrypted;
	}

}
