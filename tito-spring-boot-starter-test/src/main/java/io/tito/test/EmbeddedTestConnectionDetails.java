package io.tito.test;

import java.util.List;
import java.util.Map;

import io.tito.autoconfigure.tikv.TitoConnectionDetails;
import io.tito.embedded.EmbeddedTikv;

/**
 * A server for one application context of a test, stopped with it.
 */
final class EmbeddedTestConnectionDetails implements TitoConnectionDetails, AutoCloseable {

	private final EmbeddedTikv server = EmbeddedTikv.builder().start();

	@Override
	public List<String> pdAddresses() {
		return List.of(this.server.address());
	}

	@Override
	public Map<String, String> localServers() {
		return this.server.localNames();
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
