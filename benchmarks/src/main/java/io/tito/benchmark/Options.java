package io.tito.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What to measure.
 *
 * @param setups where the server is
 * @param threads how many threads at once
 * @param seconds how long one measurement takes
 * @param rounds how often everything is measured
 * @param only a part of the names of workloads, or empty for all
 */
record Options(List<Setup> setups, List<Integer> threads, double seconds, int rounds, String only) {

	static Options parse(String... arguments) {
		Options options = new Options(List.of(Setup.values()), List.of(1, 4, 16, 64), 1.0, 5, "");
		for (String argument : arguments) {
			options = options.with(argument);
		}
		return options;
	}

	private Options with(String argument) {
		String[] parts = argument.split("=", 2);
		String value = (parts.length > 1) ? parts[1] : "";
		return switch (parts[0]) {
			case "--setups" -> new Options(setups(value), this.threads, this.seconds, this.rounds, this.only);
			case "--threads" -> new Options(this.setups, Arrays.stream(value.split(",")).map(Integer::valueOf).toList(),
					this.seconds, this.rounds, this.only);
			case "--seconds" ->
				new Options(this.setups, this.threads, Double.parseDouble(value), this.rounds, this.only);
			case "--rounds" -> new Options(this.setups, this.threads, this.seconds, Integer.parseInt(value), this.only);
			case "--only" -> new Options(this.setups, this.threads, this.seconds, this.rounds, value);
			default -> throw new IllegalArgumentException("Unknown option '" + argument
					+ "'; there are --setups=tcp,local,process --threads=1,4 --seconds=1.0 --rounds=5 --only=get");
		};
	}

	private static List<Setup> setups(String value) {
		return Arrays.stream(value.toUpperCase(Locale.ROOT).split(",")).map(Setup::valueOf).toList();
	}

	boolean wants(Workload workload) {
		return workload.name().contains(this.only);
	}

}
