package io.tito.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

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
	 * The way to it inside this JVM.
	 * @return what opens a channel, or null if it is to be reached over TCP
	 */
	default @Nullable Supplier<?> inside() {
		return null;
	}

	/**
	 * How long the compiler of another JVM has worked for it.
	 * @return the time, zero if it is in this JVM
	 * @throws IOException if the other JVM cannot be asked
	 */
	default Duration compiledElsewhere() throws IOException {
		return Duration.ZERO;
	}

	@Override
	void close();

}
