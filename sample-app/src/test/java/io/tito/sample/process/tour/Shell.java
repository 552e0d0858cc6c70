package io.tito.sample.process.tour;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A shell that keeps its variables between commands, as a user's does.
 */
final class Shell implements AutoCloseable {

	private static final String END = "--end of the output--";

	private final Process process;

	private final Writer input;

	private final BufferedReader output;

	Shell() throws IOException {
		this.process = new ProcessBuilder("bash").redirectErrorStream(true).start();
		this.input = this.process.outputWriter(StandardCharsets.UTF_8);
		this.output = this.process.inputReader(StandardCharsets.UTF_8);
	}

	static boolean isAvailable() {
		try {
			Process process = new ProcessBuilder("bash", "-c", "curl --version && grep --version && sed --version")
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	String run(String commands) throws IOException {
		this.input.write(commands + "\necho\necho '" + END + "'\n");
		this.input.flush();
		StringBuilder all = new StringBuilder();
		String line = this.output.readLine();
		while (line != null && !line.equals(END)) {
			all.append(line).append('\n');
			line = this.output.readLine();
		}
		return all.toString();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
