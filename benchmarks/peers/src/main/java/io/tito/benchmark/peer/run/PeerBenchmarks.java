package io.tito.benchmark.peer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tito.benchmark.peer.Product;
import io.tito.benchmark.peer.product.Products;
import io.tito.benchmark.peer.report.Tables;

/**
 * The command: measures products one after the other, each in a JVM of its own, and
 * writes tables.
 */
public final class PeerBenchmarks {

	static final List<String> JVM = List.of("-Xms2g", "-Xmx8g", "-XX:+UseParallelGC");

	private PeerBenchmarks() {
	}

	/**
	 * Measure.
	 * @param arguments see {@link Options}
	 * @throws Exception if the tables cannot be written
	 */
	public static void main(String... arguments) throws Exception {
		Options options = new Options(arguments);
		List<Product> products = options.peers().stream().map(Products::find).toList();
		long began = System.nanoTime();
		List<String> text = new ArrayList<>(Conditions.of(options, products));
		List<String> failed = new ArrayList<>();
		for (Product product : products) {
			if (measure(product, arguments) != 0) {
				failed.add(product.id());
			}
			text.add("- load after %s: %s".formatted(product.id(), Conditions.load()));
		}
		text.add("- all of it took %d minutes".formatted(Duration.ofNanos(System.nanoTime() - began).toMinutes()));
		failed.forEach((id) -> text.add("- " + id + " failed: its figures are not complete"));
		text.addAll(Tables.of(Files.readAllLines(options.results())));
		Files.write(options.markdown(), text);
		System.out.println("The tables are in " + options.markdown());
		System.exit(failed.isEmpty() ? 0 : 1);
	}

	private static int measure(Product product, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(JVM);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), OnePeer.class.getName()));
		command.addAll(Arrays.asList(arguments));
		// the last one of an option counts
		command.add("--peers=" + product.id());
		return new ProcessBuilder(command).inheritIO().start().waitFor();
	}

}
