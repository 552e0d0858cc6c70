package io.tito.benchmark.peer.product;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

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

		private static final String MAIN = "io.tito.embedded.StandAlone";

		private static final long CLOSE_SECONDS = 10;

		private final Process process;

		private final String address;

		private final TemporaryDirectory directory;

		private int uses;

		private Separate(Process process, String address, TemporaryDirectory directory) {
			this.process = process;
			this.address = address;
			this.directory = directory;
		}

		static Separate start() throws IOException {
			String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
			TemporaryDirectory directory = TemporaryDirectory.create();
			List<String> command = List.of(java, "-cp", System.getProperty("java.class.path"), MAIN, "--port", "0",
					"--data-dir", directory.path().resolve("data").toString());
			Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
			String line = process.inputReader().readLine();
			if (line == null) {
				throw new IOException("The server did not start; its error is above");
			}
			return new Separate(process, line.substring(line.lastIndexOf(' ') + 1), directory);
		}

		@Override
		public Map<String, String> fresh() {
			this.uses++;
			return Map.of("tito.tikv.pd-addresses", this.address, "tito.namespace", "bench-" + this.uses);
		}

		@Override
		public Optional<ProcessHandle> process() {
			return Optional.of(this.process.toHandle());
		}

		@Override
		public void close() {
			this.process.destroy();
			try {
				if (!this.process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
					this.process.destroyForcibly().waitFor();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			this.directory.close();
		}

	}

}
