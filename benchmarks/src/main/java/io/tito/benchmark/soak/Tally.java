package io.tito.benchmark.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened, and what must not have happened. Thread-safe.
 */
final class Tally {

	private static final int REMEMBERED = 20;

	private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

	private final List<String> violations = new ArrayList<>();

	void count(String what) {
		count(what, 1);
	}

	void count(String what, long times) {
		this.counts.computeIfAbsent(what, (absent) -> new LongAdder()).add(times);
	}

	Map<String, Long> counts() {
		Map<String, Long> copy = new TreeMap<>();
		this.counts.forEach((what, count) -> copy.put(what, count.sum()));
		return copy;
	}

	synchronized void violated(String what) {
		if (this.violations.size() < REMEMBERED) {
			this.violations.add(what);
		}
		notifyAll();
	}

	synchronized List<String> violations() {
		return List.copyOf(this.violations);
	}

	/**
	 * Wait until something went wrong, or for a time.
	 * @param millis for how long
	 */
	synchronized void awaitViolation(long millis) throws InterruptedException {
		long until = System.nanoTime() + millis * 1_000_000;
		long left = millis;
		while (this.violations.isEmpty() && left > 0) {
			wait(left);
			left = (until - System.nanoTime()) / 1_000_000;
		}
	}

}
