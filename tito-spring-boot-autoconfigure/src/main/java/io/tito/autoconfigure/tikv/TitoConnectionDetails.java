package io.tito.autoconfigure.tikv;

import java.util.List;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where TiKV is: the only source of addresses. A bean of this type replaces both the
 * properties and the embedded server.
 */
public interface TitoConnectionDetails extends ConnectionDetails {

	/**
	 * The placement drivers (PD) of the cluster, which know where everything else is.
	 * @return {@code host:port} of at least one
	 */
	List<String> pdAddresses();

	/**
	 * Whether the server runs in this application, for development and tests.
	 * @return whether it ends with the application
	 */
	default boolean isEmbedded() {
		return false;
	}

}
