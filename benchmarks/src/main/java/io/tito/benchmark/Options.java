package io.tito.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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

	private static final Map<String, String> DEFAULTS = Map.of("setups", "tcp,local,process", "storage",
			"memory,durable", "threads", "1,4,16,64", "warm-up", "600", "seconds", "0.5", "rounds", "5", "only", "",
			"markdown", "");

	static Options parse(String... given) {
		Arguments arguments = Arguments.parse(DEFAULTS, given);
		String markdown = arguments.text("markdown");
		return new Options(arguments.constants("setups", Place.class), arguments.constants("storage", Storage.class),
				arguments.integers("threads"), arguments.decimal("warm-up"), arguments.decimal("seconds"),
				arguments.integer("rounds"), arguments.text("only"), markdown.isEmpty() ? null : Path.of(markdown));
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
