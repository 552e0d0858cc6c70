package io.tito.embedded.storage.rocks;

import io.tito.embedded.storage.Write;
import io.tito.embedded.storage.journal.Recovery;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * The tables, with everything that was applied in them for whoever reads. Thread-safe,
 * but the caller sees to it that no records are changed while somebody reads some.
 */
final class Tables implements AutoCloseable {

	private final Database database;

	private final Backlog backlog;

	private final KnownKeys known;

	private final RecentWrites recent = new RecentWrites();

	private final Finders finders;

	private Tables(Database database) {
		this.database = database;
		this.backlog = new Backlog(database);
		this.known = new KnownKeys(database);
		this.finders = new Finders(database);
	}

	/**
	 * Open those of a directory.
	 * @param directory the directory
	 * @param recovery what a journal says; what the tables do not have of it is in files
	 * and on the disk when this returns
	 * @return the tables
	 */
	static Tables open(DataDirectory directory, Recovery recovery) {
		Database database = Database.open(directory);
		try {
			for (Recovery.Entry missing : recovery.after(BatchBytes.applied(database))) {
				database.apply(missing.record(), missing.sequence());
			}
			if (!recovery.records().isEmpty()) {
				database.flush();
			}
			return new Tables(database);
		}
		catch (RuntimeException ex) {
			database.close();
			throw ex;
		}
	}

	/**
	 * Remember that a record of a key is about to be written.
	 * @param table {@link Table#DATA} or {@link Table#MARKS}
	 * @param key the key
	 * @param place the record's place
	 */
	void expect(Table table, ByteString key, byte[] place) {
		this.known.add(table, place);
		this.recent.add(key, VersionKeys.commitTs(place));
	}

	/**
	 * Whether a key may have a record at or above a timestamp.
	 * @param key the key
	 * @param timestamp the timestamp
	 * @return false if it surely has none
	 */
	boolean mayHaveSince(ByteString key, long timestamp) {
		return this.known.newestBefore() >= timestamp || this.recent.mayHaveSince(key, timestamp);
	}

	/**
	 * Change several things, all or nothing. A crash takes them back until they are
	 * flushed.
	 * @param batch the changes, see {@link BatchBytes}; of records, those that were
	 * expected
	 * @param sequence their place in the journal, greater than those of all before
	 */
	void apply(byte[] batch, long sequence) {
		this.backlog.add(batch, sequence);
	}

	/**
	 * Do now what the next reader would have to wait for.
	 */
	void catchUp() {
		this.backlog.clear();
	}

	/**
	 * Wait until everything that was applied is in files and on the disk.
	 */
	void flush() {
		this.backlog.clear();
		this.database.flush();
	}

	@Nullable Write newest(Table table, ByteString key, long atMost) {
		if (atMost < 0) {
			return null;
		}
		byte[] place = VersionKeys.of(key, atMost);
		return this.known.mayHave(table, place) ? this.finders.newest(table, place, this.backlog.clear()) : null;
	}

	byte @Nullable [] get(Table table, byte[] key) {
		this.backlog.clear();
		return this.database.get(table, key);
	}

	RocksIterator iterator(Table table) {
		this.backlog.clear();
		return this.database.iterator(table);
	}

	/**
	 * Free everything; nobody reads or writes any more.
	 */
	@Override
	public void close() {
		this.known.close();
		this.finders.close();
		this.database.close();
	}

}
