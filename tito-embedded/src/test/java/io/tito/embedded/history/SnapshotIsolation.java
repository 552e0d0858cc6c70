package io.tito.embedded.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tito.embedded.history.AppendHistory.Entry;
import io.tito.embedded.history.AppendHistory.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Checks a history of lists: nothing is lost, doubled or half done, every read saw a
 * beginning of each list, as of its timestamp, and no circle of dependencies is there
 * that snapshot isolation forbids. Those are the ones without two adjacent
 * anti-dependencies; write skew is allowed.
 */
final class SnapshotIsolation {

	private final List<Entry> entries;

	private final Map<String, List<Integer>> lists;

	private final List<String> violations = new ArrayList<>();

	private final Map<Integer, Entry> appenders = new HashMap<>();

	private SnapshotIsolation(List<Entry> entries, Map<String, List<Integer>> lists) {
		this.entries = entries;
		this.lists = lists;
		entries.forEach((entry) -> entry.appends().values().forEach((number) -> this.appenders.put(number, entry)));
	}

	/**
	 * Find what is wrong.
	 * @param entries the transactions
	 * @param lists what is in the lists in the end
	 * @return texts, none if all is well
	 */
	static List<String> violations(List<Entry> entries, Map<String, List<Integer>> lists) {
		SnapshotIsolation check = new SnapshotIsolation(entries, lists);
		lists.forEach(check::checkDistinct);
		entries.forEach(check::checkAppends);
		entries.forEach(check::checkReads);
		if (check.violations.isEmpty()) {
			check.checkCircles();
		}
		return check.violations;
	}

	private void checkDistinct(String key, List<Integer> list) {
		if (new HashSet<>(list).size() < list.size()) {
			this.violations.add("Appended twice to " + key + ": " + list);
		}
	}

	private boolean isThere(String key, int number) {
		return list(key).contains(number);
	}

	private List<Integer> list(String key) {
		return this.lists.getOrDefault(key, List.of());
	}

	private void checkAppends(Entry entry) {
		long there = entry.appends().entrySet().stream().filter((one) -> isThere(one.getKey(), one.getValue())).count();
		boolean all = there == entry.appends().size();
		boolean right = switch (entry.outcome()) {
			case COMMITTED -> all;
			case ABORTED -> there == 0;
			case UNKNOWN -> all || there == 0;
		};
		if (!right) {
			this.violations.add("Of what is " + entry + " there is " + there);
		}
	}

	private void checkReads(Entry reader) {
		reader.reads().forEach((key, seen) -> {
			List<Integer> list = list(key);
			if (seen.size() > list.size() || !list.subList(0, seen.size()).equals(seen)) {
				this.violations.add("Not a beginning of " + key + "=" + list + ": " + reader);
			}
			list.forEach((number) -> checkTime(reader, number, seen.contains(number)));
		});
	}

	private void checkTime(Entry reader, int number, boolean seen) {
		Entry writer = this.appenders.get(number);
		if (writer != null && writer.commit() > 0 && seen != (writer.commit() <= reader.start())) {
			this.violations.add(reader + (seen ? " saw too early " : " did not see ") + writer);
		}
	}

	private void checkCircles() {
		Map<Entry, Set<Entry>> next = new HashMap<>();
		for (Entry entry : this.entries) {
			next.put(entry, new HashSet<>(dependents(entry)));
			dependents(entry).forEach((dependent) -> next.get(entry).addAll(overtakers(dependent)));
		}
		Set<Entry> done = new HashSet<>();
		for (Entry entry : this.entries) {
			if (isOnCircle(entry, next, new HashSet<>(), done)) {
				this.violations.add("A circle through " + entry);
				return;
			}
		}
	}

	private static boolean isOnCircle(Entry entry, Map<Entry, Set<Entry>> next, Set<Entry> path, Set<Entry> done) {
		if (!path.add(entry)) {
			return true;
		}
		for (Entry one : next.getOrDefault(entry, Set.of())) {
			if (!done.contains(one) && isOnCircle(one, next, path, done)) {
				return true;
			}
		}
		path.remove(entry);
		done.add(entry);
		return false;
	}

	/**
	 * Those who appended next to the same list or read what was appended.
	 */
	private Set<Entry> dependents(Entry writer) {
		Set<Entry> dependents = new HashSet<>();
		writer.appends().forEach((key, number) -> {
			int place = list(key).indexOf(number);
			if (place >= 0) {
				add(dependents, writer, appender(key, place + 1));
				this.entries.stream()
					.filter((reader) -> tookPart(reader)
							&& reader.reads().getOrDefault(key, List.of()).size() == place + 1)
					.forEach((reader) -> add(dependents, writer, reader));
			}
		});
		return dependents;
	}

	/**
	 * Those who appended what a reader did not see.
	 */
	private Set<Entry> overtakers(Entry reader) {
		Set<Entry> overtakers = new HashSet<>();
		reader.reads().forEach((key, seen) -> add(overtakers, reader, appender(key, seen.size())));
		return overtakers;
	}

	private static boolean tookPart(Entry entry) {
		return entry.outcome() == Outcome.COMMITTED;
	}

	private static void add(Set<Entry> entries, Entry self, @Nullable Entry other) {
		if (other != null && other != self) {
			entries.add(other);
		}
	}

	private @Nullable Entry appender(String key, int place) {
		return (place < list(key).size()) ? this.appenders.get(list(key).get(place)) : null;
	}

}
