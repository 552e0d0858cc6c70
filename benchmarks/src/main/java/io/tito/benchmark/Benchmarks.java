package io.tito.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures everything several times in turn, so that what disturbs the machine disturbs
 * all alike, and prints medians.
 */
final class Benchmarks {

	private static final Path LOAD = Path.of("/proc/loadavg");

	private static final PrintStream OUT = System.out;

	private final Options options;

	private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

	private Benchmarks(Options options) {
		this.options = options;
	}

	/**
	 * Measure.
	 * @param arguments see {@link Options}
	 * @throws Exception if something that is measured fails
	 */
	public static void main(String... arguments) throws Exception {
		Benchmarks benchmarks = new Benchmarks(Options.parse(arguments));
		OUT.printf("%d processors, Java %s, load before: %s%n", Runtime.getRuntime().availableProcessors(),
				Runtime.version(), load());
		for (int round = 1; round <= benchmarks.options.rounds(); round++) {
			for (Setup setup : benchmarks.options.setups()) {
				benchmarks.measure(setup);
			}
			OUT.printf("round %d done, load: %s%n", round, load());
		}
		benchmarks.print();
	}

	private static String load() throws IOException {
		return Files.isReadable(LOAD) ? Files.readString(LOAD).strip() : "unknown";
	}

	private void measure(Setup setup) throws Exception {
		if (setup == Setup.PROCESS) {
			try (Setup.Server server = setup.start()) {
				measure(setup, server, Workload.NAMES);
			}
			return;
		}
		for (String name : Workload.NAMES) {
			// what a workload leaves in this heap must not slow down the next
			try (Setup.Server server = setup.start()) {
				measure(setup, server, List.of(name));
			}
		}
	}

	private void measure(Setup setup, Setup.Server server, List<String> names) throws Exception {
		try (TitoWorkloads tito = new TitoWorkloads(server); PlainWorkloads plain = new PlainWorkloads(server)) {
			measure(setup, tito.all(), names);
			if (setup != Setup.LOCAL) {
				measure(setup, plain.all(), names);
			}
		}
	}

	private void measure(Setup setup, List<Workload> workloads, List<String> names) throws Exception {
		for (Workload workload : workloads) {
			if (names.contains(workload.name()) && this.options.wants(workload)) {
				for (int threads : this.options.threads()) {
					String name = "%-8s %-24s %3d".formatted(setup.name().toLowerCase(Locale.ROOT), workload.name(),
							threads);
					this.samples.computeIfAbsent(name, (absent) -> new ArrayList<>())
						.add(Sample.take(workload, threads, this.options.seconds()));
				}
			}
		}
	}

	private void print() {
		OUT.printf("%n%-8s %-24s %3s %12s %10s %12s %10s%n", "server", "what", "thr", "per second", "us each",
				"bytes each", "cpu us");
		this.samples.forEach((name, taken) -> {
			List<Sample> sorted = taken.stream()
				.sorted((one, other) -> Double.compare(one.perSecond(), other.perSecond()))
				.toList();
			Sample median = sorted.get(sorted.size() / 2);
			OUT.printf(Locale.ROOT, "%s %,12.0f %,10.0f %,12.0f %,10.0f%n", name, median.perSecond(), median.micros(),
					median.garbage(), median.cpuMicros());
		});
	}

}
