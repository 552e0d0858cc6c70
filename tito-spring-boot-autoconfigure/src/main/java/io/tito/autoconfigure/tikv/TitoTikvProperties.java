package io.tito.autoconfigure.tikv;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach a TiKV cluster.
 *
 * @param pdAddresses Addresses, as host:port, of the cluster's placement drivers (PD).
 * Left out, an embedded server starts if tito-embedded is on the class path.
 * @param connectTimeout Time within which a placement driver has to answer at start.
 * @param requestTimeout Deadline of one request.
 */
@ConfigurationProperties("tito.tikv")
public record TitoTikvProperties(@DefaultValue List<String> pdAddresses, @DefaultValue("5s") Duration connectTimeout,
		@DefaultValue("5s") Duration requestTimeout) {

	public TitoTikvProperties {
		pdAddresses.forEach(PdAddress::check);
		positive("tito.tikv.connect-timeout", connectTimeout);
		positive("tito.tikv.request-timeout", requestTimeout);
	}

	private static void positive(String name, Duration value) {
		if (value.isZero() || value.isNegative()) {
			throw new IllegalArgumentException("%s is a time longer than 0, as 5s, not %s".formatted(name, value));
		}
	}

}
