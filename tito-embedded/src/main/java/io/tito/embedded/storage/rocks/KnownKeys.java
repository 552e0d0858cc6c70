package io.tito.embedded.storage.rocks;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import org.rocksdb.RocksIterator;
import org.tikv.shade.com.google.common.util.concurrent.Uninterruptibles;

/**
 * Knows which keys the tables of records surely do not have, so that nobody searches for
 * them. What was there before is learned in the background; until then every key may be
 * there. That begins with the first writer, so that it does not hold up the start: it
 * reads everything. Keys are added by one thread at a time, while nobody asks.
 */
final class KnownKeys implements AutoCloseable {

	private final Map<Table, KeyFilter> filters = new EnumMap<>(
			Map.of(Table.DATA, new KeyFilter(), Table.MARKS, new KeyFilter()));

	private final AtomicBoolean begun = new AtomicBoolean();

	private final Thread learning;

	/** Counts once all is learned. */
	private long newest;

	private volatile boolean complete;

	private volatile boolean closed;

	KnownKeys(Database database) {
		this.learning = new Thread(() -> learn(database), "tito-embedded-keys");
		this.learning.setDaemon(true);
	}

	private void begin() {
		if (!this.begun.get() && this.begun.compareAndSet(false, true)) {
			this.learning.start();
		}
	}

	private void learn(Database database) {
		learn(database, Table.DATA);
		learn(database, Table.MARKS);
		this.complete = !this.closed;
	}

	private void learn(Database database, Table table) {
		try (RocksIterator iterator = database.iterator(table)) {
			for (iterator.seekToFirst(); iterator.isValid() && !this.closed; iterator.next()) {
				byte[] place = iterator.key();
				put(table, place);
				this.newest = Math.max(this.newest, VersionKeys.commitTs(place));
			}
			RocksStorage.check(iterator);
		}
	}

	private synchronized void put(Table table, byte[] place) {
		filter(table).add(place);
	}

	void add(Table table, byte[] place) {
		begin();
		put(table, place);
	}

	boolean mayHave(Table table, byte[] place) {
		return !this.complete || filter(table).mayHave(place);
	}

	/**
	 * The newest timestamp of all records that were there before the first writer.
	 * @return a timestamp that none of them is above
	 */
	long newestBefore() {
		begin();
		return this.complete ? this.newest : Long.MAX_VALUE;
	}

	private KeyFilter filter(Table table) {
		return Objects.requireNonNull(this.filters.get(table));
	}

	/**
	 * Wait until the tables are not read any more.
	 */
	@Override
	public void close() {
		this.closed = true;
		Uninterruptibles.joinUninterruptibly(this.learning);
	}

}
