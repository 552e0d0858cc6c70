package io.tito.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * All that was measured. Not thread-safe.
 */
final class Results {

	private final Map<Line, List<Sample>> samples = new LinkedHashMap<>();

	/**
	 * What was measured.
	 *
	 * @param setup where
	 * @param workload the workload's name
	 * @param threads how many threads at once
	 */
	record Line(Setup setup, String workload, int threads) {
	}

	void add(Setup setup, String workload, int threads, Sample sample) {
		this.samples.computeIfAbsent(new Line(setup, workload, threads), (absent) -> new ArrayList<>()).add(sample);
	}

	void forEach(BiConsumer<Line, Sample> visitor) {
		this.samples.forEach((line, taken) -> visitor.accept(line, median(taken)));
	}

	/**
	 * The median of what was measured.
	 * @param line what
	 * @return the sample, or empty if it was not measured
	 */
	Optional<Sample> find(Line line) {
		return Optional.ofNullable(this.samples.get(line)).map(Results::median);
	}

	private static Sample median(List<Sample> taken) {
		return taken.stream().sorted(Comparator.comparingDouble(Sample::perSecond)).toList().get(taken.size() / 2);
	}

}
