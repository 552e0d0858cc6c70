package io.tito.benchmark;

import java.io.PrintStream;
import java.util.List;

/**
 * Measures everything several times in turn, so that what disturbs the machine disturbs
 * all alike, and prints medians.
 */
final class Benchmarks {

	private static final PrintStream OUT = System.out;

	private static final int WARM_UP_THREADS = 16;

	private static final double WARM_UP_SECONDS = 0.5;

	private final Options options;

	private final Results results = new Results();

	private Benchmarks(Options options) {
		this.options = options;
	}

	/**
	 * Measure.
	 * @param arguments see {@link Options}
	 * @throws Exception if something that is measured fails
	 */
	public static void main(String... arguments) throws Exception {
		Options options = Options.parse(arguments);
		Report report = new Report(OUT, options.markdown());
		report.conditions(Machine.description());
		report.conditions(Disk.measure().toString());
		report.conditions("load before: " + Machine.load());
		Benchmarks benchmarks = new Benchmarks(options);
		for (int round = 1; round <= options.rounds(); round++) {
			benchmarks.round();
			report.conditions("load after round " + round + ": " + Machine.load());
		}
		report.conditions("medians of %d measurements of %s s each".formatted(options.rounds(), options.seconds()));
		report.results(benchmarks.results);
	}

	private void round() throws Exception {
		for (Setup setup : this.options.setups()) {
			List<String> names = setup.workloads().stream().filter(this.options::wants).toList();
			if (setup.place() == Place.PROCESS) {
				measure(setup, names, true);
				continue;
			}
			for (String name : names) {
				// what a workload leaves in this heap must not slow down the next
				measure(setup, List.of(name), false);
			}
		}
	}

	private void measure(Setup setup, List<String> names, boolean cold) throws Exception {
		try (Server server = setup.start();
				TitoWorkloads tito = new TitoWorkloads(server);
				PlainWorkloads plain = new PlainWorkloads(server)) {
			List<Workload> workloads = names.stream().map((name) -> workload(name, tito, plain)).toList();
			if (cold) {
				for (Workload workload : workloads) {
					Sample.take(workload, WARM_UP_THREADS, WARM_UP_SECONDS);
				}
			}
			for (Workload workload : workloads) {
				measure(setup, workload);
			}
		}
	}

	private static Workload workload(String name, TitoWorkloads tito, PlainWorkloads plain) {
		List<Workload> candidates = Workload.PLAIN.contains(name) ? plain.all() : tito.all();
		return candidates.stream().filter((workload) -> workload.name().equals(name)).findAny().orElseThrow();
	}

	private void measure(Setup setup, Workload workload) throws Exception {
		for (int threads : this.options.threads()) {
			this.results.add(setup, workload.name(), threads, Sample.take(workload, threads, this.options.seconds()));
		}
	}

}
