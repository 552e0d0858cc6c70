package io.tito.test.store;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.tito.autoconfigure.tikv.TitoConnectionDetails;
import io.tito.embedded.EmbeddedTikv;

/**
 * The server of one application context of a test.
 */
final class EmbeddedTestConnectionDetails implements TitoConnectionDetails {

	private final EmbeddedTikv server;

	EmbeddedTestConnectionDetails(EmbeddedTikv server) {
		this.server = server;
	}

	@Override
	public List<String> pdAddresses() {
		return List.of(this.server.address());
	}

	@Override
	public Map<String, Supplier<?>> localServers() {
		return this.server.localChannels();
	}

	@Override
	public boolean isEmbedded() {
		return true;
	}

}
