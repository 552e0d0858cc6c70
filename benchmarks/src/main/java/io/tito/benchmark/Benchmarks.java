package io.tito.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Measures everything several times in turn, so that what disturbs the machine disturbs
 * all alike, and prints medians.
 */
final class Benchmarks implements AutoCloseable {

	private static final PrintStream OUT = System.out;

	private final Options options;

	private final Results results = new Results();

	/** A process of its own is as warm as its life is long. */
	private final Map<Setup, Running> processes = new HashMap<>();

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
		try (Benchmarks benchmarks = new Benchmarks(options)) {
			report.conditions(benchmarks.warmUp().toString());
			report.conditions("load after the warm-up: " + Machine.load());
			for (int round = 1; round <= options.rounds(); round++) {
				benchmarks.round();
				report.conditions("load after round " + round + ": " + Machine.load());
			}
			report.conditions("medians of %d measurements of %s s each".formatted(options.rounds(), options.seconds()));
			report.results(benchmarks.results);
		}
	}

	private WarmUp warmUp() throws Exception {
		return WarmUp.run(() -> forEach((setup, workload) -> measure(workload, (threads, sample) -> {
		})), this::compiled, this.options.warmUp());
	}

	private Duration compiled() throws IOException {
		Duration total = CompilationTime.here();
		for (Running process : this.processes.values()) {
			total = total.plus(process.server().compiledElsewhere());
		}
		return total;
	}

	private void round() throws Exception {
		forEach((setup, workload) -> measure(workload,
				(threads, sample) -> this.results.add(setup, workload.name(), threads, sample)));
	}

	private void forEach(Measurement measurement) throws Exception {
		for (Setup setup : this.options.setups()) {
			for (String name : setup.workloads().stream().filter(this.options::wants).toList()) {
				if (setup.place() == Place.PROCESS) {
					measurement.take(setup, process(setup).workload(name));
					continue;
				}
				// what a workload leaves in this heap must not slow down the next
				try (Running running = Running.start(setup)) {
					measurement.take(setup, running.workload(name));
				}
			}
		}
	}

	private Running process(Setup setup) throws IOException {
		Running running = this.processes.get(setup);
		if (running == null) {
			running = Running.start(setup);
			this.processes.put(setup, running);
		}
		return running;
	}

	private void measure(Workload workload, BiConsumer<Integer, Sample> result) throws Exception {
		for (int threads : this.options.threads()) {
			result.accept(threads, Sample.take(workload, threads, this.options.seconds()));
		}
	}

	@Override
	public void close() {
		this.processes.values().forEach(Running::close);
	}

	/**
	 * Something to be done with each workload on each server.
	 */
	private interface Measurement {

		void take(Setup setup, Workload workload) throws Exception;

	}

}
