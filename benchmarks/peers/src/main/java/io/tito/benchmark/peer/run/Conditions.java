package io.tito.benchmark.peer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.tito.benchmark.Disk;
import io.tito.benchmark.peer.Product;

/**
 * What figures depend on besides what is measured: printed above the tables.
 */
final class Conditions {

	private static final Path LOAD = Path.of("/proc/loadavg");

	private Conditions() {
	}

	static List<String> of(Options options, List<Product> products) throws IOException {
		List<String> lines = new ArrayList<>();
		lines.add("- %d processors, %s, Java %s %s".formatted(Runtime.getRuntime().availableProcessors(),
				System.getProperty("os.name"), System.getProperty("java.version"),
				String.join(" ", PeerBenchmarks.JVM)));
		lines.add("- " + options.scale());
		lines.add("- " + Disk.measure());
		lines.add("- load before: " + load());
		if (products.stream().anyMatch(Product::sql)) {
			lines.add("- " + options.postgres().description());
		}
		products.forEach((product) -> lines.add("- %s: %s".formatted(product.id(), product.version())));
		return lines;
	}

	/**
	 * How many processes wanted a processor, in the last one, five and fifteen minutes.
	 */
	static String load() throws IOException {
		return Files.isReadable(LOAD) ? Files.readString(LOAD).strip() : "unknown";
	}

}
