package io.tito.embedded.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What became of each scenario in one run. A scenario may have several tests: it has
 * passed if all of them have that could run. Thread-safe.
 */
final class ConformanceTable {

	private final String target;

	private final Exceptions exceptions;

	private final SortedMap<Integer, String> scenarios = Resources.scenarios();

	private final SortedMap<Integer, List<Result>> results = new TreeMap<>();

	ConformanceTable(String target, Exceptions exceptions) {
		this.target = target;
		this.exceptions = exceptions;
	}

	private record Result(Outcome outcome, String note) {
	}

	synchronized void add(int scenario, Outcome outcome, String note) {
		this.results.computeIfAbsent(scenario, (absent) -> new ArrayList<>()).add(new Result(outcome, note));
	}

	synchronized boolean isEmpty() {
		return this.results.isEmpty();
	}

	synchronized Outcome outcome(int scenario) {
		Set<Outcome> outcomes = this.results.getOrDefault(scenario, List.of())
			.stream()
			.map(Result::outcome)
			.collect(Collectors.toSet());
		for (Outcome decisive : List.of(Outcome.FAILED, Outcome.DIFFERS)) {
			if (outcomes.contains(decisive)) {
				return decisive;
			}
		}
		if (outcomes.contains(Outcome.PASSED)) {
			return this.exceptions.reason(scenario).isPresent() ? Outcome.PASSED_ALTHOUGH_LISTED : Outcome.PASSED;
		}
		return outcomes.isEmpty() ? Outcome.NOT_RUN : Outcome.NOT_APPLICABLE;
	}

	private String notes(int scenario) {
		Set<String> notes = new LinkedHashSet<>();
		for (Result result : this.results.getOrDefault(scenario, List.of())) {
			if (!result.note().isEmpty()) {
				notes.add(result.note());
			}
		}
		return notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")";
	}

	/**
	 * The totals in one line.
	 */
	synchronized String totals() {
		Map<Outcome, Long> totals = this.scenarios.keySet()
			.stream()
			.collect(Collectors.groupingBy(this::outcome, Collectors.counting()));
		return this.scenarios.size() + " scenarios against " + this.target + ": " + Arrays.stream(Outcome.values())
			.map((outcome) -> totals.getOrDefault(outcome, 0L) + " " + outcome.toString().toLowerCase(Locale.ROOT))
			.collect(Collectors.joining(", "));
	}

	@Override
	public synchronized String toString() {
		StringBuilder table = new StringBuilder();
		this.scenarios.forEach((number, sentence) -> table
			.append("%4d  %-22s  %s%s%n".formatted(number, outcome(number), sentence, notes(number))));
		return table.append(totals()).append(System.lineSeparator()).toString();
	}

}
