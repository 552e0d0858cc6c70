package io.tito.benchmark;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What to measure.
 *
 * @param places where the server is
 * @param storages where it keeps data
 * @param threads how many threads at once
 * @param warmUp for how many seconds at most everything is done before it counts
 * @param seconds how long one measurement takes
 * @param rounds how often everything is measured
 * @param only a part of the names of workloads, or empty for all
 * @param markdown where to write the tables, or null
 */
record Options(List<Place> places, List<Storage> storages, List<Integer> threads, double warmUp, double seconds,
		int rounds, String only, @Nullable Path markdown) {

	private static final Options DEFAULTS = new Options(List.of(Place.values()), List.of(Storage.values()),
			List.of(1, 4, 16, 64), 600, 0.5, 5, "", null);

	private static final String HELP = "--setups=tcp,local,process --storage=memory,durable --threads=1,4,16,64 "
			+ "--warm-up=600 --seconds=0.5 --rounds=5 --only=get --markdown=table.md";

	static Options parse(String... arguments) {
		Options options = DEFAULTS;
		for (String argument : arguments) {
			options = options.with(argument);
		}
		return options;
	}

	private Options with(String argument) {
		String[] parts = argument.split("=", 2);
		String value = (parts.length > 1) ? parts[1] : "";
		return switch (parts[0]) {
			case "--setups" -> new Options(constants(value).map(Place::valueOf).toList(), this.storages, this.threads,
					this.warmUp, this.seconds, this.rounds, this.only, this.markdown);
			case "--storage" -> new Options(this.places, constants(value).map(Storage::valueOf).toList(), this.threads,
					this.warmUp, this.seconds, this.rounds, this.only, this.markdown);
			case "--threads" ->
				new Options(this.places, this.storages, Arrays.stream(value.split(",")).map(Integer::valueOf).toList(),
						this.warmUp, this.seconds, this.rounds, this.only, this.markdown);
			case "--seconds" -> new Options(this.places, this.storages, this.threads, this.warmUp,
					Double.parseDouble(value), this.rounds, this.only, this.markdown);
			case "--warm-up" -> new Options(this.places, this.storages, this.threads, Double.parseDouble(value),
					this.seconds, this.rounds, this.only, this.markdown);
			case "--rounds" -> new Options(this.places, this.storages, this.threads, this.warmUp, this.seconds,
					Integer.parseInt(value), this.only, this.markdown);
			case "--only" -> new Options(this.places, this.storages, this.threads, this.warmUp, this.seconds,
					this.rounds, value, this.markdown);
			case "--markdown" -> new Options(this.places, this.storages, this.threads, this.warmUp, this.seconds,
					this.rounds, this.only, Path.of(value));
			default -> throw new IllegalArgumentException("Unknown option '" + argument + "'; there are " + HELP);
		};
	}

	private static Stream<String> constants(String value) {
		return Arrays.stream(value.toUpperCase(Locale.ROOT).split(","));
	}

	/**
	 * The servers to measure, in order.
	 * @return each place with each storage
	 */
	List<Setup> setups() {
		return this.storages.stream()
			.flatMap((storage) -> this.places.stream().map((place) -> new Setup(place, storage)))
			.toList();
	}

	boolean wants(String workload) {
		return workload.contains(this.only);
	}

}
