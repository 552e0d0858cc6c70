package io.tito.benchmark.soak;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * What writers were told about the elements they appended: those that are committed have
 * a position for ever, those that are not must never be seen. Thread-safe.
 */
final class Ledger {

	private static final int REMEMBERED = 512;

	private static final int REMEMBERED_REFUSALS = 20_000;

	private final AtomicLong lastElement = new AtomicLong();

	private final Map<Integer, TreeMap<Long, Long>> committed = new ConcurrentHashMap<>();

	private final Set<Long> refused = new LinkedHashSet<>();

	long newElement() {
		return this.lastElement.incrementAndGet();
	}

	void committed(int list, long position, long element) {
		TreeMap<Long, Long> known = this.committed.computeIfAbsent(list, (absent) -> new TreeMap<>());
		synchronized (known) {
			known.put(position, element);
			if (known.size() > REMEMBERED) {
				known.pollFirstEntry();
			}
		}
	}

	void refused(long element) {
		synchronized (this.refused) {
			this.refused.add(element);
			if (this.refused.size() > REMEMBERED_REFUSALS) {
				this.refused.remove(this.refused.iterator().next());
			}
		}
	}

	/**
	 * What a snapshot that is taken after this call has to show.
	 * @param list the list
	 * @return elements by position
	 */
	Map<Long, Long> required(int list) {
		TreeMap<Long, Long> known = this.committed.computeIfAbsent(list, (absent) -> new TreeMap<>());
		synchronized (known) {
			return Map.copyOf(known);
		}
	}

	/**
	 * Compare.
	 * @param list the list
	 * @param seen what a snapshot showed
	 * @param required what it has to show
	 * @return what is wrong, or null
	 */
	@Nullable String check(int list, AppendList seen, Map<Long, Long> required) {
		for (Map.Entry<Long, Long> one : required.entrySet()) {
			long position = one.getKey();
			if (position >= seen.end()) {
				return "element " + one.getValue() + " of list " + list + " is lost: position " + position
						+ " is beyond the end " + seen.end();
			}
			if (position >= seen.offset()) {
				long there = seen.elements().get((int) (position - seen.offset()));
				if (there != one.getValue()) {
					return "element " + one.getValue() + " of list " + list + " was overwritten by " + there;
				}
			}
		}
		if (new HashSet<>(seen.elements()).size() != seen.elements().size()) {
			return "list " + list + " has an element twice: " + seen;
		}
		synchronized (this.refused) {
			for (long element : seen.elements()) {
				if (this.refused.contains(element)) {
					return "element " + element + " of list " + list + " is there, but was said not to be committed";
				}
			}
		}
		return null;
	}

}
