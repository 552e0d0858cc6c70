package io.tito.benchmark.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Whether this JVM needs more and more. Compares the first third of the measurements with
 * the last, without the very first ones, when classes are loaded and caches filled.
 */
final class Trend {

	private static final int FEWEST = 6;

	private static final double TOLERATED = 1.25;

	private static final long MEGABYTE = 1 << 20;

	private final List<Gauges> taken = new ArrayList<>();

	void add(Gauges gauges) {
		this.taken.add(gauges);
	}

	/**
	 * Judge.
	 * @return what grows, one line for each; empty if nothing does or the run was short
	 */
	List<String> growth() {
		List<String> grown = new ArrayList<>();
		judge("heap", Gauges::heap, 16 * MEGABYTE, grown);
		judge("direct memory", Gauges::direct, 16 * MEGABYTE, grown);
		judge("threads", Gauges::threads, 8, grown);
		judge("open files", Gauges::files, 16, grown);
		return grown;
	}

	private void judge(String name, ToLongFunction<Gauges> value, long noise, List<String> grown) {
		if (this.taken.size() < FEWEST) {
			return;
		}
		List<Gauges> judged = this.taken.subList(Math.max(1, this.taken.size() / 10), this.taken.size());
		int third = judged.size() / 3;
		double first = mean(judged.subList(0, third), value);
		double last = mean(judged.subList(judged.size() - third, judged.size()), value);
		if (last > first * TOLERATED + noise) {
			grown.add(String.format(Locale.ROOT, "%s grew from %,.0f to %,.0f", name, first, last));
		}
	}

	String summary() {
		if (this.taken.size() < FEWEST) {
			return "too short a run to judge growth";
		}
		List<Gauges> judged = this.taken.subList(Math.max(1, this.taken.size() / 10), this.taken.size());
		int third = judged.size() / 3;
		return "first third: " + means(judged.subList(0, third)) + "; last third: "
				+ means(judged.subList(judged.size() - third, judged.size()));
	}

	private static String means(List<Gauges> gauges) {
		return String.format(Locale.ROOT, "heap %.1f MB, direct %.1f MB, threads %.0f, files %.0f",
				mean(gauges, Gauges::heap) / MEGABYTE, mean(gauges, Gauges::direct) / MEGABYTE,
				mean(gauges, Gauges::threads), mean(gauges, Gauges::files));
	}

	private static double mean(List<Gauges> gauges, ToLongFunction<Gauges> value) {
		return gauges.stream().mapToLong(value).average().orElse(0);
	}

}
