package io.tito.autoconfigure.tikv;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.tito.embedded.EmbeddedTikv;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server in this application, started with these details and stopped with them. Loaded
 * only if the server is on the class path.
 */
final class EmbeddedTitoConnectionDetails implements TitoConnectionDetails, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedTitoConnectionDetails.class);

	private final EmbeddedTikv server;

	private final boolean inProcess;

	EmbeddedTitoConnectionDetails(TitoEmbeddedProperties properties) {
		this.inProcess = properties.inProcess();
		EmbeddedTikv.Builder builder = EmbeddedTikv.builder().host(properties.host()).port(properties.port());
		if (properties.dataDirectory() != null) {
			builder.dataDirectory(properties.dataDirectory());
		}
		this.server = builder.start();
		logger.warn(
				"Tito uses an embedded TiKV at {} for development and tests{}. Set tito.tikv.pd-addresses to use a cluster",
				this.server.address(),
				(properties.dataDirectory() != null) ? "" : "; it keeps data in memory: all is lost when it stops");
	}

	@Override
	public List<String> pdAddresses() {
		return List.of(this.server.address());
	}

	@Override
	public Map<String, Supplier<?>> localServers() {
		return this.inProcess ? this.server.localChannels() : Map.of();
	}

	@Override
	public boolean isEmbedded() {
		return true;
	}

	@Override
	public void close() {
		this.server.close();
	}

}
