package io.tito.listener.schedule;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A small JVM of its own, which can be killed, stopped and continued by signals. Its
 * output is heard line by line, its errors go to a file below {@code target}.
 */
final class JavaProcess implements AutoCloseable {

	static final Path LOGS = Path.of("target", "schedules");

	private static final List<String> SMALL = List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
			"-Xshare:auto");

	private static final AtomicInteger STARTED = new AtomicInteger();

	private final Process process;

	JavaProcess(Class<?> main, List<String> options, List<String> arguments, Consumer<String> output) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(SMALL);
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(arguments);
		try {
			Files.createDirectories(LOGS);
			Path errors = LOGS.resolve("%03d-%s.log".formatted(STARTED.incrementAndGet(), main.getSimpleName()));
			this.process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread reader = new Thread(() -> read(output), "output-" + this.process.pid());
		reader.setDaemon(true);
		reader.start();
	}

	private void read(Consumer<String> output) {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			lines.lines().forEach(output);
		}
		catch (IOException | UncheckedIOException ex) {
			// it is gone
		}
	}

	/**
	 * Write a line to its input. What is gone does not hear it.
	 */
	void tell(String line) {
		try {
			this.process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
			this.process.getOutputStream().flush();
		}
		catch (IOException ex) {
			// killed meanwhile
		}
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * SIGKILL.
	 */
	void kill() {
		this.process.destroyForcibly();
		await(20_000);
	}

	/**
	 * SIGSTOP, SIGCONT after a while.
	 */
	void pause(long millis) {
		signal("-STOP");
		await(millis);
		signal("-CONT");
	}

	private void signal(String signal) {
		try {
			new ProcessBuilder("kill", signal, Long.toString(this.process.pid())).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void await(long millis) {
		try {
			this.process.waitFor(millis, TimeUnit.MILLISECONDS);
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
