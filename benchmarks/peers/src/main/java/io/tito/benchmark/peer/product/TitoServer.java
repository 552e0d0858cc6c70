package io.tito.benchmark.peer.product;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import io.tito.benchmark.SeparateServer;
import io.tito.benchmark.TemporaryDirectory;
import org.jspecify.annotations.Nullable;

/**
 * A durable embedded server. Its data is in a directory where {@code java.io.tmpdir}
 * says: that disk is measured.
 */
sealed interface TitoServer extends AutoCloseable {

	/**
	 * Make sure that the next application finds nothing.
	 * @return that application's configuration
	 * @throws IOException if a directory cannot be made or deleted
	 */
	Map<String, String> fresh() throws IOException;

	default Optional<ProcessHandle> process() {
		return Optional.empty();
	}

	@Override
	void close() throws IOException;

	/**
	 * In this JVM: the application starts it, in a new directory each time.
	 */
	final class Inside implements TitoServer {

		private @Nullable TemporaryDirectory directory;

		@Override
		public Map<String, String> fresh() throws IOException {
			close();
			TemporaryDirectory created = TemporaryDirectory.create();
			this.directory = created;
			return Map.of("tito.embedded.data-directory", created.path().resolve("data").toString());
		}

		@Override
		public void close() {
			if (this.directory != null) {
				this.directory.close();
				this.directory = null;
			}
		}

	}

	/**
	 * In a process of its own, which stays, as PostgreSQL does: applications get a new
	 * namespace each time, and what the earlier ones left is still stored.
	 */
	final class Separate implements TitoServer {

		private final SeparateServer server;

		private int uses;

		private Separate(SeparateServer server) {
			this.server = server;
		}

		static Separate start() throws IOException {
			return new Separate(SeparateServer.start(TemporaryDirectory.create()));
		}

		@Override
		public Map<String, String> fresh() {
			this.uses++;
			return Map.of("tito.tikv.pd-addresses", this.server.address(), "tito.namespace", "bench-" + this.uses);
		}

		@Override
		public Optional<ProcessHandle> process() {
			return Optional.of(this.server.process().toHandle());
		}

		@Override
		public void close() {
			this.server.close();
		}

	}

}
