package io.tito.benchmark.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.tito.key.Key;
import org.tikv.shade.io.grpc.StatusRuntimeException;

/**
 * A server with a data directory in a process of its own, which is killed as
 * {@code kill -9} does and started again on the same directory.
 */
final class ProcessArena implements Arena {

	private static final String MAIN = "io.tito.embedded.StandAlone";

	private static final int STORES = 2;

	private final Tally tally;

	private final Path directory;

	private Process process;

	private final String address;

	ProcessArena(Tally tally) throws IOException {
		this.tally = tally;
		this.directory = Files.createTempDirectory("tito-soak");
		this.process = start(0);
		this.address = firstLine(this.process);
	}

	private Process start(int port) throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx384m", "-cp",
				System.getProperty("java.class.path"), MAIN, "--port", String.valueOf(port), "--stores",
				String.valueOf(STORES), "--data-dir", this.directory.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	private static String firstLine(Process process) throws IOException {
		String line = process.inputReader().readLine();
		if (line == null) {
			throw new IOException("The server did not start; its message is above");
		}
		return line.substring(line.lastIndexOf(' ') + 1);
	}

	@Override
	public String name() {
		return "process";
	}

	@Override
	public String address() {
		return this.address;
	}

	@Override
	public void disturb(Random random) throws IOException, InterruptedException {
		if (random.nextInt(3) == 0) {
			kill();
			this.process = start(Integer.parseInt(this.address.substring(this.address.lastIndexOf(':') + 1)));
			firstLine(this.process);
		}
		else {
			spread(random);
		}
	}

	private void kill() throws InterruptedException {
		this.tally.count("kills");
		this.process.destroyForcibly();
		this.process.waitFor();
	}

	private void spread(Random random) {
		List<Key> keys = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			// few places, as regions are not merged here
			keys.add(Layout.account(random.nextInt(8) * Layout.ACCOUNTS / 8));
		}
		try (ClusterAdmin admin = new ClusterAdmin(this.address)) {
			admin.spread(keys);
			this.tally.count("moves");
		}
		catch (StatusRuntimeException ex) {
			this.tally.count("moves given up");
		}
	}

	@Override
	public long pauseNanos(Random random) {
		return TimeUnit.SECONDS.toNanos(5 + random.nextInt(10));
	}

	@Override
	public void calm() {
		// nothing lasts
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor();
			try (var files = Files.walk(this.directory)) {
				for (Path path : files.sorted((one, other) -> other.compareTo(one)).toList()) {
					Files.delete(path);
				}
			}
		}
		catch (IOException ex) {
			System.err.println("Could not remove " + this.directory + ": " + ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
