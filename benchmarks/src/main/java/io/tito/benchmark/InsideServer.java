package io.tito.benchmark;

import java.util.function.Supplier;

import io.tito.embedded.EmbeddedTikv;
import org.jspecify.annotations.Nullable;

/**
 * A server in this JVM.
 *
 * @param server the server
 * @param data where it keeps data, null for memory
 * @param local whether it is reached without a network
 */
record InsideServer(EmbeddedTikv server, @Nullable TemporaryDirectory data, boolean local) implements Server {

	static InsideServer start(@Nullable TemporaryDirectory data, boolean local) {
		EmbeddedTikv.Builder builder = EmbeddedTikv.builder();
		if (data != null) {
			builder.dataDirectory(data.path());
		}
		return new InsideServer(builder.start(), data, local);
	}

	@Override
	public String address() {
		return this.server.address();
	}

	@Override
	public @Nullable Supplier<?> inside() {
		return this.local ? this.server::localChannel : null;
	}

	@Override
	public void close() {
		this.server.close();
		if (this.data != null) {
			this.data.close();
		}
	}

}
