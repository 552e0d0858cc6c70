package io.tito.embedded.storage;

import java.util.Optional;

/**
 * What a cluster remembers by name. Thread-safe.
 */
public interface ClusterState {

	/**
	 * What was saved last under a name.
	 * @param name the name
	 * @return the value, or empty if nothing was saved
	 */
	Optional<byte[]> load(String name);

	/**
	 * Save a value; it survives a crash once this returns.
	 * @param name the name
	 * @param value the value
	 */
	void save(String name, byte[] value);

}
