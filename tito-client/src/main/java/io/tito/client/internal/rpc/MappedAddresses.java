package io.tito.client.internal.rpc;

import java.net.URI;
import java.util.Map;

import org.tikv.common.HostMapping;

/**
 * Where servers are reached, by the addresses that PD knows.
 *
 * @param reachedAt {@code host:port} by {@code host:port}
 */
record MappedAddresses(Map<String, String> reachedAt) implements HostMapping {

	@Override
	public URI getMappedURI(URI known) {
		String mapped = this.reachedAt.get(known.getHost() + ":" + known.getPort());
		return (mapped != null) ? URI.create(known.getScheme() + "://" + mapped) : known;
	}

}
