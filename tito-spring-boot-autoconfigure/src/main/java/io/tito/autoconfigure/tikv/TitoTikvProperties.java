package io.tito.autoconfigure.tikv;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach a TiKV cluster.
 *
 * @param pdAddresses Addresses, as host:port, of the cluster's placement drivers (PD).
 * Left out, an embedded server starts if tito-embedded is on the class path.
 * @param connectTimeout Time within which a placement driver has to answer at start.
 * @param requestTimeout Deadline of one request.
 * @param hostMapping Where servers are reached from here, as host:port, by the host:port
 * that the placement drivers know them under.
 * @param ssl Encryption of the connections.
 */
@ConfigurationProperties("tito.tikv")
public record TitoTikvProperties(@DefaultValue List<String> pdAddresses, @DefaultValue("4s") Duration connectTimeout,
		@DefaultValue("5s") Duration requestTimeout, @DefaultValue Map<String, String> hostMapping,
		@DefaultValue Ssl ssl) {

	public TitoTikvProperties {
		pdAddresses.forEach(PdAddress::check);
		positive("tito.tikv.connect-timeout", connectTimeout);
		positive("tito.tikv.request-timeout", requestTimeout);
		hostMapping.forEach(PdAddress::checkMapping);
	}

	private static void positive(String name, Duration value) {
		if (value.isZero() || value.isNegative()) {
			throw new IllegalArgumentException("%s is a time longer than 0, as 5s, not %s".formatted(name, value));
		}
	}

	/**
	 * Encryption of the connections.
	 *
	 * @param bundle Name of the SSL bundle that says whom to trust and which certificate
	 * to present. Left out, connections are in plain text.
	 */
	public record Ssl(@Nullable String bundle) {

	}

}
