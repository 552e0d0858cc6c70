package io.tito.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that runs alone, in a process that can be killed.
 */
final class ServerProcess implements AutoCloseable {

	private static final String READY = "Embedded TiKV listens on ";

	private final Process process;

	private final String address;

	private final Queue<String> errors = new ConcurrentLinkedQueue<>();

	private ServerProcess(Process process, String address) {
		this.process = process;
		this.address = address;
	}

	static ServerProcess start(Path directory) throws IOException {
		return start(directory, ProcessBuilder.Redirect.INHERIT);
	}

	/**
	 * Start one that is asked for its {@link #awaitError errors}.
	 */
	static ServerProcess startObserved(Path directory) throws IOException {
		return start(directory, ProcessBuilder.Redirect.PIPE);
	}

	private static ServerProcess start(Path directory, ProcessBuilder.Redirect errors) throws IOException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), StandAlone.class.getName(), "--port", "0", "--data-dir",
				directory.toString())
			.redirectError(errors)
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

	/**
	 * From now on no file of its grows beyond a limit, as if the disk were full.
	 * @param mebibytes the limit
	 */
	void limitFiles(int mebibytes) throws IOException, InterruptedException {
		int status = new ProcessBuilder("prlimit", "--pid", "" + this.process.pid(), "--fsize=" + (mebibytes << 20))
			.inheritIO()
			.start()
			.waitFor();
		assertThat(status).isZero();
	}

	/**
	 * Wait until it says something of an error.
	 * @param text what it says
	 */
	void awaitError(String text) throws InterruptedException {
		CountDownLatch said = new CountDownLatch(1);
		// all of it: what nobody reads holds up who says it
		Thread reader = new Thread(() -> this.process.errorReader(StandardCharsets.UTF_8).lines().forEach((line) -> {
			this.errors.add(line);
			if (line.contains(text)) {
				said.countDown();
			}
		}), "errors");
		reader.setDaemon(true);
		reader.start();
		assertThat(said.await(60, TimeUnit.SECONDS)).as("said: " + text).isTrue();
	}

	/**
	 * What it has said so far, if somebody has waited for it.
	 */
	Collection<String> errors() {
		return this.errors;
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
