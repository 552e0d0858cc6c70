package io.tito.embedded.storage.rocks;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.tito.embedded.storage.ClusterState;

/**
 * What the cluster remembers, each value forced to the disk when it is saved.
 *
 * @param storage where
 */
record RocksState(RocksStorage storage) implements ClusterState {

	@Override
	public Optional<byte[]> load(String name) {
		return this.storage.load(name.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public void save(String name, byte[] value) {
		this.storage.save(name.getBytes(StandardCharsets.UTF_8), value);
	}

}
