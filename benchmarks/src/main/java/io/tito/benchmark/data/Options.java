package io.tito.benchmark.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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

	private static final String HELP = "--rows=10000,1000000 --threads=1,16 --seconds=0.5 --rounds=7 --setup=process";

	static Options parse(String... arguments) {
		Options options = new Options(List.of(10_000L, 1_000_000L), List.of(1, 16), 0.5, 7, Place.PROCESS);
		for (String argument : arguments) {
			options = options.with(argument);
		}
		return options;
	}

	private Options with(String argument) {
		String[] parts = argument.split("=", 2);
		String value = (parts.length > 1) ? parts[1] : "";
		return switch (parts[0]) {
			case "--rows" -> new Options(Arrays.stream(value.split(",")).map(Long::valueOf).toList(), this.threads,
					this.seconds, this.rounds, this.place);
			case "--threads" -> new Options(this.rows, Arrays.stream(value.split(",")).map(Integer::valueOf).toList(),
					this.seconds, this.rounds, this.place);
			case "--seconds" ->
				new Options(this.rows, this.threads, Double.parseDouble(value), this.rounds, this.place);
			case "--rounds" -> new Options(this.rows, this.threads, this.seconds, Integer.parseInt(value), this.place);
			case "--setup" -> new Options(this.rows, this.threads, this.seconds, this.rounds,
					Place.valueOf(value.toUpperCase(Locale.ROOT)));
			default -> throw new IllegalArgumentException("Unknown option '" + argument + "'; there are " + HELP);
		};
	}

}
