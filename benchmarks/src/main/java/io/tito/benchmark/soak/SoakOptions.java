package io.tito.benchmark.soak;

import java.util.Map;

import io.tito.benchmark.Arguments;

/**
 * How long and how hard.
 *
 * @param minutes how long
 * @param threads how many threads write to each cluster
 * @param rate the most transactions of a second, of all threads together
 * @param seed where random numbers begin
 */
record SoakOptions(int minutes, int threads, int rate, long seed) {

	static SoakOptions parse(String... given) {
		Map<String, String> defaults = Map.of("minutes", "30", "threads", "2", "rate", "200", "seed",
				String.valueOf(System.nanoTime()));
		Arguments arguments = Arguments.parse(defaults, given);
		return new SoakOptions(arguments.integer("minutes"), arguments.integer("threads"), arguments.integer("rate"),
				Long.parseLong(arguments.text("seed")));
	}

}
