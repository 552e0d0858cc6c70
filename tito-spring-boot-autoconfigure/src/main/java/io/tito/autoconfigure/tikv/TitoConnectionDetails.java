package io.tito.autoconfigure.tikv;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

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
	 * Where servers are reached, if not at the addresses that PD knows: those of a
	 * container network, say.
	 * @return {@code host:port} from here by {@code host:port} at PD
	 */
	default Map<String, String> hostMapping() {
		return Map.of();
	}

	/**
	 * How to encrypt connections: whom to trust, and which certificate to present if the
	 * bundle has a key store.
	 * @return the bundle, or null for plain text
	 */
	default @Nullable SslBundle sslBundle() {
		return null;
	}

	/**
	 * Servers that are reached inside this JVM, without a network.
	 * @return what opens a gRPC channel to a server, by its {@code host:port} at PD
	 */
	default Map<String, Supplier<?>> localServers() {
		return Map.of();
	}

	/**
	 * Whether the server runs in this application, for development and tests.
	 * @return whether it ends with the application
	 */
	default boolean isEmbedded() {
		return false;
	}

}
