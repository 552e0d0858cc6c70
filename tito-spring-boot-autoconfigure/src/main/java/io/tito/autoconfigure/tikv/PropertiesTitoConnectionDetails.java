package io.tito.autoconfigure.tikv;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * The cluster that {@code tito.tikv} names.
 */
record PropertiesTitoConnectionDetails(List<String> pdAddresses, Map<String, String> hostMapping,
		@Nullable SslBundle sslBundle) implements TitoConnectionDetails {

}
