package io.tito.embedded.storage.rocks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingDeque;

import io.tito.embedded.storage.Write;
import org.jspecify.annotations.Nullable;

/**
 * Finds single records. Thread-safe; the caller sees to it that nothing is changed while
 * somebody searches.
 */
final class Finders implements AutoCloseable {

	/**
	 * An idle one keeps what it saw last from being freed, so that they are to be few.
	 */
	private static final int KEPT = 2;

	private final Database database;

	private final Map<Table, LinkedBlockingDeque<Finder>> idle = new EnumMap<>(Table.class);

	Finders(Database database) {
		this.database = database;
		for (Table table : Table.values()) {
			this.idle.put(table, new LinkedBlockingDeque<>(KEPT));
		}
	}

	@Nullable Write newest(Table table, byte[] place, long changes) {
		Finder finder = take(table, changes);
		try {
			return finder.newest(place, changes);
		}
		finally {
			giveBack(table, finder);
		}
	}

	// the one that was used last is the nearest to what is there now
	private Finder take(Table table, long changes) {
		Finder finder = idle(table).pollFirst();
		return (finder != null) ? finder : new Finder(this.database.iterator(table), changes);
	}

	private void giveBack(Table table, Finder finder) {
		if (!idle(table).offerFirst(finder)) {
			finder.close();
		}
	}

	private LinkedBlockingDeque<Finder> idle(Table table) {
		return Objects.requireNonNull(this.idle.get(table));
	}

	/**
	 * Free everything; nobody searches any more.
	 */
	@Override
	public void close() {
		List<Finder> all = new ArrayList<>();
		this.idle.values().forEach((finders) -> finders.drainTo(all));
		all.forEach(Finder::close);
	}

}
