package io.tito.benchmark.soak;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs two clusters for long under mixed load and random trouble, checks that nothing
 * that was promised breaks, and that this JVM needs no more at the end than at the
 * beginning. Ends with status 1 otherwise.
 */
public final class Soak {

	private static final PrintStream OUT = System.out;

	private static final List<String> COLUMNS = List.of("one_phase", "async_commit", "two_phase", "conflict", "aborted",
			"refused", "unknown", "audits", "faults", "locks left behind");

	private static final List<String> TROUBLE = List.of("restarts", "kills", "splits", "merges", "moves", "elections",
			"clock jumps");

	private final SoakOptions options;

	private final Trend trend = new Trend();

	private final Map<String, Map<String, Long>> before = new HashMap<>();

	private Soak(SoakOptions options) {
		this.options = options;
	}

	/**
	 * Run.
	 * @param arguments see {@code benchmarks/README.md}
	 * @throws Exception if a cluster cannot be started
	 */
	public static void main(String... arguments) throws Exception {
		SoakOptions options = SoakOptions.parse(arguments);
		OUT.printf("%d minutes, seed %d, Java %s%n", options.minutes(), options.seed(), Runtime.version());
		boolean fine = new Soak(options).run();
		System.exit(fine ? 0 : 1);
	}

	private boolean run() throws Exception {
		List<Trial> trials = new ArrayList<>();
		Tally inMemory = new Tally();
		Tally inProcess = new Tally();
		trials.add(Trial.start(new MemoryArena(inMemory, this.options.seed()), inMemory, this.options));
		trials.add(Trial.start(new ProcessArena(inProcess), inProcess, this.options));
		printHeader();
		for (int minute = 1; minute <= this.options.minutes() && violations(trials).isEmpty(); minute++) {
			wait(trials);
			report(minute, trials);
		}
		for (Trial trial : trials) {
			trial.finish();
		}
		List<String> wrong = violations(trials);
		wrong.addAll(this.trend.growth());
		printEnd(trials, wrong);
		trials.forEach(Trial::close);
		return wrong.isEmpty();
	}

	private static void wait(List<Trial> trials) throws InterruptedException {
		long slice = TimeUnit.MINUTES.toMillis(1) / 20;
		for (int i = 0; i < 20 && violations(trials).isEmpty(); i++) {
			trials.get(i % trials.size()).tally().awaitViolation(slice);
		}
	}

	private static List<String> violations(List<Trial> trials) {
		List<String> all = new ArrayList<>();
		trials.forEach((trial) -> trial.tally().violations().forEach((one) -> all.add(trial.name() + ": " + one)));
		return all;
	}

	private static void printHeader() {
		OUT.printf("%3s %-8s", "min", "cluster");
		COLUMNS.forEach((column) -> OUT.printf(" %12s", column.substring(0, Math.min(12, column.length()))));
		OUT.printf(" %8s   %s%n", "trouble", "after GC");
	}

	private void report(int minute, List<Trial> trials) {
		Gauges gauges = Gauges.take();
		this.trend.add(gauges);
		for (Trial trial : trials) {
			Map<String, Long> now = trial.tally().counts();
			Map<String, Long> last = this.before.getOrDefault(trial.name(), Map.of());
			OUT.printf("%3d %-8s", minute, trial.name());
			COLUMNS.forEach((column) -> OUT.printf(" %12d", value(now, column) - value(last, column)));
			long trouble = TROUBLE.stream().mapToLong((what) -> value(now, what) - value(last, what)).sum();
			OUT.printf(" %8d", trouble);
			if (trial == trials.get(0)) {
				OUT.printf(Locale.ROOT, "   heap %.1f MB, direct %.1f MB, threads %d, files %d",
						gauges.heap() / 1048576.0, gauges.direct() / 1048576.0, gauges.threads(), gauges.files());
			}
			OUT.println();
			this.before.put(trial.name(), now);
		}
	}

	private static long value(Map<String, Long> counts, String what) {
		return counts.getOrDefault(what, 0L);
	}

	private void printEnd(List<Trial> trials, List<String> wrong) {
		OUT.println();
		for (Trial trial : trials) {
			OUT.println("All of '" + trial.name() + "': " + trial.tally().counts());
		}
		OUT.println(this.trend.summary());
		if (wrong.isEmpty()) {
			OUT.println("All invariants held.");
		}
		else {
			wrong.forEach((line) -> OUT.println("WRONG: " + line));
		}
	}

}
