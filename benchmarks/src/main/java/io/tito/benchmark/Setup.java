package io.tito.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.tito.embedded.EmbeddedTikv;
import org.jspecify.annotations.Nullable;

/**
 * Where the server is.
 */
enum Setup {

	/** In this JVM, over TCP. */
	TCP,

	/** In this JVM, without a network. */
	LOCAL,

	/** In a process of its own, over TCP. */
	PROCESS;

	Server start() throws IOException {
		return (this == PROCESS) ? Separate.start() : new Inside(EmbeddedTikv.builder().start(), this == LOCAL);
	}

	/**
	 * A server.
	 */
	interface Server extends AutoCloseable {

		String address();

		@Nullable String localName();

		@Override
		void close();

	}

	private record Inside(EmbeddedTikv server, boolean local) implements Server {

		@Override
		public String address() {
			return this.server.address();
		}

		@Override
		public @Nullable String localName() {
			return this.local ? this.server.localName() : null;
		}

		@Override
		public void close() {
			this.server.close();
		}

	}

	private record Separate(Process process, String address) implements Server {

		private static final String MAIN = "io.tito.embedded.StandAlone";

		static Separate start() throws IOException {
			String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
			Process process = new ProcessBuilder(
					List.of(java, "-cp", System.getProperty("java.class.path"), MAIN, "--port", "0"))
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			String line = process.inputReader().readLine();
			if (line == null) {
				throw new IOException("The server did not start; run " + MAIN + " by hand to see why");
			}
			return new Separate(process, line.substring(line.lastIndexOf(' ') + 1));
		}

		@Override
		public @Nullable String localName() {
			return null;
		}

		@Override
		public void close() {
			this.process.destroy();
			try {
				if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
					this.process.destroyForcibly();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
