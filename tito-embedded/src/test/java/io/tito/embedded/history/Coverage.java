package io.tito.embedded.history;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts which request was answered how. Thread-safe.
 */
final class Coverage {

	private final Map<String, Long> counts = new TreeMap<>();

	private long steps;

	private long skipped;

	synchronized void count(Step step, String answer) {
		this.steps++;
		String kind = answer.contains(" ") ? answer.substring(0, answer.indexOf(' ')) : answer;
		this.counts.merge(step.getClass().getSimpleName() + ":" + kind, 1L, Long::sum);
	}

	synchronized void skip() {
		this.skipped++;
	}

	synchronized Set<String> kinds() {
		return Set.copyOf(this.counts.keySet());
	}

	synchronized long steps() {
		return this.steps;
	}

	@Override
	public synchronized String toString() {
		return this.steps + " steps, " + this.skipped + " left out, answers " + this.counts;
	}

}
