package io.tito.embedded.storage.rocks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * The iterators over tables. Thread-safe; the caller sees to it that nothing is changed
 * while somebody uses one.
 */
final class Iterators implements AutoCloseable {

	/**
	 * An idle one keeps what it saw last from being freed, so that they are to be few.
	 */
	private static final int KEPT = 2;

	private final Database database;

	private final Map<Table, LinkedBlockingDeque<KeptIterator>> idle = new EnumMap<>(Table.class);

	Iterators(Database database) {
		this.database = database;
		for (Table table : Table.values()) {
			this.idle.put(table, new LinkedBlockingDeque<>(KEPT));
		}
	}

	/**
	 * An iterator.
	 * @param table over what
	 * @param changes the number of the last change, which it sees
	 * @return it, to be closed after use
	 */
	KeptIterator over(Table table, long changes) {
		// the one that was used last is the nearest to what is there now
		KeptIterator kept = idle(table).pollFirst();
		return (kept != null) ? kept.refreshed(changes)
				: new KeptIterator(this.database.iterator(table), changes, (used) -> giveBack(table, used));
	}

	private void giveBack(Table table, KeptIterator used) {
		if (!idle(table).offerFirst(used)) {
			used.free();
		}
	}

	private LinkedBlockingDeque<KeptIterator> idle(Table table) {
		return Objects.requireNonNull(this.idle.get(table));
	}

	/**
	 * Free everything; nobody searches any more.
	 */
	@Override
	public void close() {
		List<KeptIterator> all = new ArrayList<>();
		this.idle.values().forEach((kept) -> kept.drainTo(all));
		all.forEach(KeptIterator::free);
	}

}
