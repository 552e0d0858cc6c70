package io.tito.embedded.fault;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts by name. Thread-safe.
 */
final class Counters {

	private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

	void add(String name, long count) {
		this.counts.computeIfAbsent(name, (absent) -> new LongAdder()).add(count);
	}

	Map<String, Long> snapshot() {
		Map<String, Long> snapshot = new TreeMap<>();
		this.counts.forEach((name, count) -> snapshot.put(name, count.sum()));
		return snapshot;
	}

}
