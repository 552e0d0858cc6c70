package io.tito.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A server in a process of its own.
 *
 * @param process the process
 * @param address where it listens
 * @param data where it keeps data, null for memory
 */
public record SeparateServer(Process process, String address, @Nullable TemporaryDirectory data) implements Server {

	private static final String MAIN = "io.tito.embedded.StandAlone";

	private static final long CLOSE_SECONDS = 10;

	/**
	 * Start one.
	 * @param data where it keeps data, null for memory
	 * @return the running server
	 * @throws IOException if it does not start
	 */
	public static SeparateServer start(@Nullable TemporaryDirectory data) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		List<String> command = new ArrayList<>(
				List.of(java, "-cp", System.getProperty("java.class.path"), MAIN, "--port", "0"));
		if (data != null) {
			command.addAll(List.of("--data-dir", data.path().toString()));
		}
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		String line = process.inputReader().readLine();
		if (line == null) {
			throw new IOException("The server did not start; run " + MAIN + " by hand to see why");
		}
		return new SeparateServer(process, line.substring(line.lastIndexOf(' ') + 1), data);
	}

	/**
	 * End the process as {@code kill -9} does; its data stays.
	 */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	@Override
	public Duration compiledElsewhere() throws IOException {
		return CompilationTime.of(this.process.toHandle());
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
		if (this.data != null) {
			this.data.close();
		}
	}

}
