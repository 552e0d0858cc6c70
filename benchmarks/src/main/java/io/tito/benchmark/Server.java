package io.tito.benchmark;

import org.jspecify.annotations.Nullable;

/**
 * A running server; its data is gone when it is closed.
 */
public interface Server extends AutoCloseable {

	/**
	 * Where it listens.
	 * @return host and port
	 */
	String address();

	/**
	 * Its name inside this JVM.
	 * @return the name, or null if it is to be reached over TCP
	 */
	default @Nullable String localName() {
		return null;
	}

	@Override
	void close();

}
