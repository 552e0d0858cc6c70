package io.tito.embedded.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the clients of lists saw, appended and were told. Thread-safe; each entry is its
 * client's.
 */
final class AppendHistory {

	static final List<String> KEYS = IntStream.range(0, 5).mapToObj((i) -> "list" + i).toList();

	enum Outcome {

		COMMITTED, ABORTED, UNKNOWN

	}

	private final List<Entry> entries = new ArrayList<>();

	private int numbers;

	synchronized Entry begin(long start, Map<String, String> seen) {
		Entry entry = new Entry(this, start, seen);
		this.entries.add(entry);
		return entry;
	}

	private synchronized int number() {
		return ++this.numbers;
	}

	synchronized List<Entry> entries() {
		return List.copyOf(this.entries);
	}

	static List<Integer> numbers(String list) {
		return list.isEmpty() ? List.of() : Arrays.stream(list.split(",")).map(Integer::valueOf).toList();
	}

	/**
	 * One transaction. Unless its client was told otherwise, its outcome is unknown.
	 */
	static final class Entry {

		private final AppendHistory history;

		private final long start;

		private final Map<String, List<Integer>> reads = new TreeMap<>();

		private final Map<String, Integer> appends = new TreeMap<>();

		private volatile Outcome outcome = Outcome.UNKNOWN;

		private volatile long commit;

		private Entry(AppendHistory history, long start, Map<String, String> seen) {
			this.history = history;
			this.start = start;
			seen.forEach((key, list) -> this.reads.put(key, numbers(list)));
		}

		int appendTo(String key) {
			return this.appends.computeIfAbsent(key, (absent) -> this.history.number());
		}

		void appended(String key, int number) {
			this.appends.put(key, number);
		}

		void committed(long at) {
			this.commit = at;
			this.outcome = Outcome.COMMITTED;
		}

		void aborted() {
			this.outcome = Outcome.ABORTED;
		}

		long start() {
			return this.start;
		}

		long commit() {
			return this.commit;
		}

		Outcome outcome() {
			return this.outcome;
		}

		Map<String, List<Integer>> reads() {
			return this.reads;
		}

		Map<String, Integer> appends() {
			return this.appends;
		}

		@Override
		public String toString() {
			return this.outcome + " " + this.start + "->" + this.commit + " saw " + this.reads + " appended "
					+ this.appends;
		}

	}

}
