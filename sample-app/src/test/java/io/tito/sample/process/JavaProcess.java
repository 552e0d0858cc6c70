package io.tito.sample.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.awaitility.Awaitility.await;

/**
 * A JVM of its own, whose output goes to a file under {@code target}. Closing it kills
 * it.
 */
public final class JavaProcess implements AutoCloseable {

	private static final Path LOGS = Path.of("target", "process-logs");

	private static final AtomicInteger STARTED = new AtomicInteger();

	private static final List<String> SMALL = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

	private final Process process;

	private final Path log;

	private JavaProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	public static JavaProcess start(String name, Program program, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(SMALL);
		command.addAll(program.arguments());
		command.addAll(List.of(arguments));
		Path log = LOGS.resolve("%03d-%s.log".formatted(STARTED.incrementAndGet(), name));
		try {
			Files.createDirectories(LOGS);
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			return new JavaProcess(process, log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The signal 9: the process has no chance to do anything more. */
	public void kill() {
		this.process.destroyForcibly();
		awaitExit(Duration.ofSeconds(20));
	}

	/** The signal 15: the process is asked to end. */
	public void terminate() {
		this.process.destroy();
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	public int awaitExit(Duration most) {
		try {
			if (!this.process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new AssertionError("The process did not end within %s:%n%s".formatted(most, output()));
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while a process was ending", ex);
		}
	}

	public void awaitOutput(String text, Duration most) {
		await().atMost(most).until(() -> {
			if (!this.process.isAlive() && !output().contains(text)) {
				throw new AssertionError("The process ended without '%s':%n%s".formatted(text, output()));
			}
			return output().contains(text);
		});
	}

	public String output() {
		try {
			return new String(Files.readAllBytes(this.log), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		if (this.process.isAlive()) {
			kill();
		}
	}

}
