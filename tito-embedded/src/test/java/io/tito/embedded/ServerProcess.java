package io.tito.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A server that runs alone, in a process that can be killed.
 */
final class ServerProcess implements AutoCloseable {

	private static final String READY = "Embedded TiKV listens on ";

	private final Process process;

	private final String address;

	private ServerProcess(Process process, String address) {
		this.process = process;
		this.address = address;
	}

	static ServerProcess start(Path directory) throws IOException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), StandAlone.class.getName(), "--port", "0", "--data-dir",
				directory.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		BufferedReader out = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		String line = out.readLine();
		if (line == null || !line.startsWith(READY)) {
			process.destroyForcibly();
			throw new IOException("The server did not start, but said: " + line);
		}
		return new ServerProcess(process, line.substring(READY.length()));
	}

	String address() {
		return this.address;
	}

	/**
	 * End it as {@code kill -9} does, and wait until it is gone.
	 */
	void kill() {
		this.process.destroyForcibly();
		try {
			if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The server cannot be killed");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		kill();
	}

}
