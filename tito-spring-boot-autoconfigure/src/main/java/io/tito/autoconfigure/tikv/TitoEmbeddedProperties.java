package io.tito.autoconfigure.tikv;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The embedded server for development and tests.
 *
 * @param enabled Whether to start the embedded server if no address of a cluster is
 * known.
 * @param host Address that the embedded server binds to.
 * @param port Port of the embedded server; 0 takes a free one.
 * @param dataDirectory Directory in which the embedded server keeps its data. Left out,
 * it keeps them in memory.
 * @param inProcess Whether this application calls the embedded server directly, without a
 * network. Other processes reach it by its port in either case.
 */
@ConfigurationProperties("tito.embedded")
public record TitoEmbeddedProperties(@DefaultValue("true") boolean enabled, @DefaultValue("127.0.0.1") String host,
		@DefaultValue("0") int port, @Nullable Path dataDirectory, @DefaultValue("true") boolean inProcess) {

	public TitoEmbeddedProperties {
		if (port < 0 || port > 65535) {
			throw new IllegalArgumentException("tito.embedded.port is 0 to 65535, not " + port);
		}
	}

}
