package io.tito.benchmark;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.tito.benchmark.Results.Line;

/**
 * A figure to be reached, at 16 threads.
 *
 * @param text what it is, and which value is aimed at
 * @param measured finds the value
 * @param reached whether a value is good
 */
record Target(String text, Function<Results, Optional<Double>> measured, Predicate<Double> reached) {

	private static final int THREADS = 16;

	private static final double DURABLE = 0.6;

	private static final double GARBAGE = 40 * 1024;

	private static final List<String> COMMITS = List.of("one-phase", "async", "two-phase");

	static List<Target> all() {
		return Stream
			.of(rates(), COMMITS.stream().map(Target::garbage),
					Stream.of(Place.TCP, Place.PROCESS)
						.flatMap((place) -> COMMITS.stream().map((name) -> durable(name, place))))
			.flatMap(Function.identity())
			.toList();
	}

	private static Stream<Target> rates() {
		return Stream.of(faster("one-phase", "TwoPhaseCommitter", 10), faster("two-phase", "TwoPhaseCommitter", 10),
				faster("get", "KVClient.get", 1.5), faster("timestamp", "TiSession.getTimestamp", 2.5),
				rate(Place.TCP, 12_000), rate(Place.LOCAL, 60_000));
	}

	private static Target faster(String ours, String theirs, double least) {
		return ratio("times as many %s as %s over TCP, at least %s".formatted(ours, theirs, least),
				line(Place.TCP, Storage.MEMORY, ours), line(Place.TCP, Storage.MEMORY, theirs), least);
	}

	private static Target durable(String name, Place place) {
		return ratio("durable %s commits of those in memory, %s, at least %s".formatted(name, place, DURABLE),
				line(place, Storage.DURABLE, name), line(place, Storage.MEMORY, name), DURABLE);
	}

	private static Target ratio(String text, Line above, Line below, double least) {
		return new Target(text,
				(results) -> value(results, above, Sample::perSecond)
					.flatMap((value) -> value(results, below, Sample::perSecond).map((other) -> value / other)),
				(value) -> value >= least);
	}

	private static Target rate(Place place, double least) {
		return new Target("one-phase commits per second, %s, at least %,.0f".formatted(place, least),
				(results) -> value(results, line(place, Storage.MEMORY, "one-phase"), Sample::perSecond),
				(value) -> value >= least);
	}

	private static Target garbage(String name) {
		return new Target("bytes of garbage per %s commit over TCP, at most %,.0f".formatted(name, GARBAGE),
				(results) -> value(results, line(Place.TCP, Storage.MEMORY, name), Sample::garbage),
				(value) -> value <= GARBAGE);
	}

	private static Line line(Place place, Storage storage, String workload) {
		return new Line(new Setup(place, storage), workload, THREADS);
	}

	private static Optional<Double> value(Results results, Line line, ToDoubleFunction<Sample> figure) {
		return results.find(line).map(figure::applyAsDouble);
	}

}
