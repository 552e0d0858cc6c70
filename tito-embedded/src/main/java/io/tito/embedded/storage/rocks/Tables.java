package io.tito.embedded.storage.rocks;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.tito.embedded.storage.Lock;
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

	private final LockBacklog locks = new LockBacklog();

	private final KnownKeys known;

	private final RecentWrites recent = new RecentWrites();

	private final Iterators iterators;

	private Tables(Database database) {
		this.database = database;
		this.backlog = new Backlog(database);
		this.known = new KnownKeys(database);
		this.iterators = new Iterators(database);
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
			replay(recovery, database);
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
	 * Bring the tables to where the journal ends.
	 * <p>
	 * The table of locks is somewhere behind the beginning of these records, each key on
	 * its own, but not behind their end: what a checkpoint writes was forced to the
	 * journal before. So all changes of locks are applied again, and each lock is what
	 * its last change says. Of the other tables that would be right too; what they have
	 * is left out.
	 * <p>
	 * Tables that are ahead of the journal were flushed when all of it was applied at an
	 * earlier start, or by a server that had locks in all batches; then the journal has
	 * lost in a crash what nobody was promised. They have the locks that belong to their
	 * records, and to apply anything again would take these back.
	 */
	private static void replay(Recovery recovery, Database database) {
		long applied = BatchBytes.applied(database);
		if (recovery.end() < applied) {
			return;
		}
		for (Recovery.Entry entry : recovery.records()) {
			boolean missing = entry.sequence() > applied;
			database.apply(missing ? entry.record() : BatchBytes.only(entry.record(), Table.LOCKS), entry.sequence());
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
	 * @param batch the changes, see {@link BatchBytes}, without those of locks; of
	 * records, those that were expected
	 * @param sequence their place in the journal, greater than those of all before
	 */
	void apply(byte[] batch, long sequence) {
		this.backlog.add(batch, sequence);
	}

	/**
	 * Change locks, which are in the table of locks once this is flushed, if they are not
	 * gone by then: most are.
	 * @param changes what the journal has by now
	 */
	void apply(LockChanges changes) {
		this.locks.add(changes);
	}

	/**
	 * The locks as they were when the tables were opened; to be called before they
	 * change.
	 * @return all locks by key
	 */
	NavigableMap<byte[], Lock> locks() {
		NavigableMap<byte[], Lock> all = new TreeMap<>(Arrays::compareUnsigned);
		try (RocksIterator iterator = this.database.iterator(Table.LOCKS)) {
			for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
				all.put(iterator.key(), RecordCodec.decodeLock(iterator.value()));
			}
			RocksStorage.check(iterator);
		}
		this.locks.stored(all.keySet());
		return all;
	}

	/**
	 * Do now what the next reader would have to wait for.
	 */
	void catchUp() {
		this.backlog.clearWhatIsCheap();
	}

	/**
	 * Wait until everything that was applied is in files and on the disk.
	 * @param forceJournal forces everything that was applied to the disk, where the
	 * journal is
	 */
	void flush(Runnable forceJournal) {
		// before that is forced: so the files have no lock that the journal may lose
		LockChanges changed = this.locks.take();
		this.backlog.whileForced(forceJournal, () -> {
			changed.write((batch) -> this.database.write(batch.withoutPlace()));
			this.database.flush();
		});
	}

	@Nullable Write newest(Table table, ByteString key, long atMost) {
		if (atMost < 0) {
			return null;
		}
		byte[] place = VersionKeys.of(key, atMost);
		return this.known.mayHave(table, place) ? newestFrom(table, place) : null;
	}

	private @Nullable Write newestFrom(Table table, byte[] place) {
		try (KeptIterator iterator = iterator(table)) {
			iterator.seek(place);
			byte[] found = iterator.place();
			return (found != null && VersionKeys.isSameKey(found, place))
					? RecordCodec.decodeWrite(VersionKeys.commitTs(found), iterator.value()) : null;
		}
	}

	byte @Nullable [] get(Table table, byte[] key) {
		this.backlog.clear();
		return this.database.get(table, key);
	}

	/**
	 * An iterator that sees everything that was applied.
	 * @param table over what
	 * @return it, to be closed after use
	 */
	KeptIterator iterator(Table table) {
		return this.iterators.over(table, this.backlog.clear());
	}

	/**
	 * Free everything; nobody reads or writes any more.
	 */
	@Override
	public void close() {
		this.known.close();
		this.iterators.close();
		this.database.close();
	}

}
