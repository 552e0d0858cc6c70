package io.tito.benchmark.data;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

import io.tito.benchmark.data.Usage.Requests;

/**
 * Costs of several works that were measured in turn, round after round, so that what
 * disturbs the machine disturbs all of them; figures are medians of the rounds.
 *
 * @param threads how many threads worked at once
 * @param byWork a cost of each round
 */
record Costs(int threads, Map<String, List<Cost>> byWork) {

	static Costs inTurn(List<Work> works, int threads, double seconds, int rounds, Requests requests) throws Exception {
		Map<String, List<Cost>> byWork = new LinkedHashMap<>();
		for (int round = 0; round < rounds; round++) {
			for (Work work : works) {
				byWork.computeIfAbsent(work.name(), (name) -> new ArrayList<>())
					.add(Cost.measure(work, threads, seconds, requests));
			}
		}
		return new Costs(threads, byWork);
	}

	void print(PrintStream out, long rows) {
		out.printf(Locale.ROOT, "%n%,d rows, threads: %d%n%n", rows, this.threads);
		out.println("| | per second | median us | caller cpu us | cpu us | bytes | requests |");
		out.println("|---|---:|---:|---:|---:|---:|---:|");
		this.byWork
			.forEach((work, costs) -> out.printf(Locale.ROOT, "| %s | %,.0f | %,.0f | %,.1f | %,.1f | %,.0f | %.2f |%n",
					work, Cost.median(costs, Cost::perSecond), Cost.median(costs, Cost::micros),
					Cost.median(costs, Cost::callerMicros), Cost.median(costs, Cost::cpuMicros),
					Cost.median(costs, Cost::bytes), Cost.median(costs, Cost::requests)));
	}

	/**
	 * What each index adds: the median over the rounds of the difference within a round.
	 */
	void printPerIndex(PrintStream out, String what, String without, String with, int indexes) {
		out.printf(Locale.ROOT,
				"%s: each index adds %.1f us of the caller's processor time (%.1f of the JVM's), %,.0f bytes, %.2f requests%n",
				what, added(without, with, indexes, Cost::callerMicros), added(without, with, indexes, Cost::cpuMicros),
				added(without, with, indexes, Cost::bytes), added(without, with, indexes, Cost::requests));
	}

	private double added(String without, String with, int indexes, ToDoubleFunction<Cost> figure) {
		List<Cost> less = Objects.requireNonNull(this.byWork.get(without));
		List<Cost> more = Objects.requireNonNull(this.byWork.get(with));
		double[] added = new double[less.size()];
		for (int i = 0; i < added.length; i++) {
			added[i] = (figure.applyAsDouble(more.get(i)) - figure.applyAsDouble(less.get(i))) / indexes;
		}
		return Cost.median(added);
	}

}
