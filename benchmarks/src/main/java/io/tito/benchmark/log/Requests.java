package io.tito.benchmark.log;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.tito.client.ClientListener;

/**
 * Counts the requests of a client by their kinds. Thread-safe.
 */
final class Requests implements ClientListener {

	private static final Set<String> WRITES = Set.of("KvPrewrite", "KvCommit", "KvPessimisticLock");

	private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

	@Override
	public void request(String name, long nanos, boolean failed) {
		this.counts.computeIfAbsent(name, (any) -> new LongAdder()).increment();
	}

	void clear() {
		this.counts.clear();
	}

	Map<String, Long> taken() {
		Map<String, Long> taken = new TreeMap<>();
		this.counts.forEach((name, count) -> taken.put(name, count.sum()));
		return taken;
	}

	long writes() {
		return taken().entrySet()
			.stream()
			.filter((entry) -> WRITES.contains(entry.getKey()))
			.mapToLong(Map.Entry::getValue)
			.sum();
	}

	String per(long events) {
		StringBuilder text = new StringBuilder();
		taken().forEach((name, count) -> text
			.append("%s%s %.3f".formatted(text.isEmpty() ? "" : ", ", name, (double) count / events)));
		return text.toString();
	}

}
