package io.tito.benchmark.data;

import java.util.List;
import java.util.Map;

import io.tito.benchmark.Arguments;
import io.tito.benchmark.Place;

/**
 * What to measure.
 *
 * @param rows sizes of the table, ascending
 * @param threads how many threads at once
 * @param seconds how long one measurement takes
 * @param rounds how often everything is measured
 * @param place where the server is
 */
record Options(List<Long> rows, List<Integer> threads, double seconds, int rounds, Place place) {

	private static final Map<String, String> DEFAULTS = Map.of("rows", "10000,1000000", "threads", "1,16", "seconds",
			"0.5", "rounds", "7", "setup", "process");

	static Options parse(String... given) {
		Arguments arguments = Arguments.parse(DEFAULTS, given);
		return new Options(arguments.list("rows").stream().map(Long::valueOf).toList(), arguments.integers("threads"),
				arguments.decimal("seconds"), arguments.integer("rounds"), arguments.constant("setup", Place.class));
	}

}
