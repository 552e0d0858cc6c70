package io.tito.benchmark.peer.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tito.benchmark.peer.Product;

/**
 * What figures depend on besides what is measured: printed above the tables.
 */
final class Conditions {

	private static final Path LOAD = Path.of("/proc/loadavg");

	private static final int BYTES = 4096;

	private static final int TIMES = 500;

	private Conditions() {
	}

	static List<String> of(Options options, List<Product> products) throws IOException {
		List<String> lines = new ArrayList<>();
		lines.add("- %d processors, %s, Java %s %s".formatted(Runtime.getRuntime().availableProcessors(),
				System.getProperty("os.name"), System.getProperty("java.version"),
				String.join(" ", PeerBenchmarks.JVM)));
		lines.add("- " + options.scale());
		lines.add("- " + forcing());
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

	/**
	 * What it costs to force a small write to the disk that the servers use: below that
	 * no durable commit can be answered.
	 */
	private static String forcing() throws IOException {
		long[] nanos = new long[TIMES];
		Path path = Files.createTempFile("peer-benchmark-", "");
		try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
			for (int i = 0; i < TIMES; i++) {
				long from = System.nanoTime();
				file.write(ByteBuffer.allocate(BYTES));
				file.force(false);
				nanos[i] = System.nanoTime() - from;
			}
		}
		Arrays.sort(nanos);
		return "%d us to force 4 KiB to the disk, %d us for one in a hundred".formatted(nanos[TIMES / 2] / 1000,
				nanos[TIMES * 99 / 100] / 1000);
	}

}
