package io.tito.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What figures depend on besides what is measured.
 */
final class Machine {

	private static final Path LOAD = Path.of("/proc/loadavg");

	private Machine() {
	}

	static String description() {
		return "%d processors, Java %s, heap of at most %,d MiB".formatted(Runtime.getRuntime().availableProcessors(),
				Runtime.version(), Runtime.getRuntime().maxMemory() >> 20);
	}

	/**
	 * How many processes wanted a processor, in the last one, five and fifteen minutes.
	 * @return the averages as the system prints them
	 */
	static String load() throws IOException {
		return Files.isReadable(LOAD) ? Files.readString(LOAD).strip() : "unknown";
	}

}
