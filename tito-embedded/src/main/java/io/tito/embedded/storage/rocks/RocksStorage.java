package io.tito.embedded.storage.rocks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

import io.tito.embedded.storage.Change;
import io.tito.embedded.storage.ClusterState;
import io.tito.embedded.storage.KeyRange;
import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.Storage;
import io.tito.embedded.storage.Write;
import io.tito.embedded.storage.journal.Journal;
import io.tito.embedded.storage.journal.Recovery;
import io.tito.embedded.storage.journal.Uninterrupted;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Storage in a directory. Records are read from RocksDB when they are needed; locks are
 * few and kept in memory too, the pessimistic ones only there: a crash loses them.
 * <p>
 * A batch is in the journal of this process when {@link #apply} returns, in that of the
 * operating system after {@link #handOver()}, and on the disk when {@link #whenDurable}
 * runs what it was given. RocksDB has no log: what it has not written to its files yet is
 * in the journal, and is applied again at start. Nor does it get locks but at
 * checkpoints, those that are open then.
 */
public final class RocksStorage implements Storage {

	/** What is in two of them is applied at start: it bounds the time that this takes. */
	private static final int SEGMENT_BYTES = 16 << 20;

	private final DataDirectory directory;

	private final Tables tables;

	private final Journal journal;

	private final LogFlush log;

	private final GroupSync sync;

	private final NavigableMap<byte[], Lock> locks;

	private final ClusterState state = new RocksState(this);

	private final Object order = new Object();

	private boolean closed;

	private RocksStorage(DataDirectory directory, Tables tables, Journal journal, NavigableMap<byte[], Lock> locks) {
		this.directory = directory;
		this.tables = tables;
		this.locks = locks;
		this.journal = journal;
		this.log = new LogFlush(journal::flush);
		this.sync = new GroupSync(this.log::force, tables::catchUp);
	}

	/**
	 * Open a directory, which no other server may use until this one is closed.
	 * @param path the directory; made if it is not there
	 * @param clusterId the cluster whose data it has or will have
	 * @return the storage
	 * @throws java.io.UncheckedIOException if the directory is another's, damaged or in
	 * use; it is left as it was
	 */
	public static RocksStorage open(Path path, long clusterId) {
		return open(path, clusterId, SEGMENT_BYTES);
	}

	static RocksStorage open(Path path, long clusterId, int segmentBytes) {
		DataDirectory directory = DataDirectory.own(path, clusterId);
		try {
			Recovery recovery = directory.recovery();
			return open(directory, recovery, segmentBytes, Tables.open(directory, recovery));
		}
		catch (RuntimeException ex) {
			directory.close();
			throw ex;
		}
	}

	private static RocksStorage open(DataDirectory directory, Recovery recovery, int segmentBytes, Tables tables) {
		try {
			NavigableMap<byte[], Lock> locks = tables.locks();
			Journal journal = Journal.begin(directory.journal(), recovery, segmentBytes, tables::flush);
			directory.complete();
			return new RocksStorage(directory, tables, journal, locks);
		}
		catch (RuntimeException ex) {
			tables.close();
			throw ex;
		}
	}

	static void check(RocksIterator iterator) {
		try {
			iterator.status();
		}
		catch (RocksDBException ex) {
			throw Database.failed(ex);
		}
	}

	@Override
	public KeyRecords records(ByteString key) {
		return new RocksRecords(key, this, null);
	}

	@Nullable Lock lock(ByteString key) {
		return this.locks.isEmpty() ? null : this.locks.get(key.toByteArray());
	}

	boolean mayHaveSince(ByteString key, long timestamp) {
		return this.tables.mayHaveSince(key, timestamp);
	}

	@Nullable Write newest(Table table, ByteString key, long atMost) {
		return this.tables.newest(table, key, atMost);
	}

	@Override
	public void scan(KeyRange range, boolean descending, boolean values, Predicate<? super KeyRecords> visitor) {
		NavigableMap<byte[], Lock> part = range.of(this.locks);
		try (KeyCursor data = new KeyCursor(this.tables.iterator(Table.DATA), range, descending, values)) {
			new KeyMerge(this, List.of(data), (descending ? part.descendingMap() : part).keySet().iterator(),
					descending)
				.visit(visitor);
		}
	}

	@Override
	public void scanAll(KeyRange range, Predicate<? super KeyRecords> visitor) {
		try (KeyCursor data = new KeyCursor(this.tables.iterator(Table.DATA), range, false, true);
				KeyCursor marks = new KeyCursor(this.tables.iterator(Table.MARKS), range, false, true)) {
			new KeyMerge(this, List.of(data, marks), range.of(this.locks).keySet().iterator(), false).visit(visitor);
		}
	}

	@Override
	public Iterable<? extends KeyRecords> locked(KeyRange range) {
		return () -> range.of(this.locks)
			.keySet()
			.stream()
			.<KeyRecords>map((key) -> new RocksRecords(ByteString.copyFrom(key), this, null))
			.iterator();
	}

	@Override
	public @Nullable ByteString raw(ByteString key) {
		byte[] value = this.tables.get(Table.RAW, key.toByteArray());
		return (value != null) ? ByteString.copyFrom(value) : null;
	}

	@Override
	public void scanRaw(KeyRange range, boolean descending, BiPredicate<ByteString, ByteString> visitor) {
		try (RawScan scan = new RawScan(this.tables.iterator(Table.RAW), range, descending)) {
			ByteString key = scan.next();
			while (key != null && visitor.test(key, scan.value())) {
				key = scan.next();
			}
		}
	}

	@Override
	public void apply(List<Change> changes) {
		BatchBytes batch = new BatchBytes();
		LockChanges lockChanges = new LockChanges();
		new ChangeWriter(batch, lockChanges, this.locks, this.tables).add(changes);
		write(batch, lockChanges);
		changes.forEach(this::applyToLocks);
	}

	// in the same order in both: what the tables hold is always a beginning of the
	// journal
	private void write(BatchBytes batch, LockChanges lockChanges) {
		List<byte[]> parts = new ArrayList<>();
		if (!batch.isEmpty()) {
			parts.add(batch.toByteArray());
		}
		if (!lockChanges.isEmpty()) {
			parts.add(lockChanges.toBatch().toByteArray());
		}
		if (!parts.isEmpty()) {
			byte[] record = BatchBytes.join(parts);
			synchronized (this.order) {
				apply(this.journal.append(record), batch.isEmpty() ? null : parts.get(0), lockChanges);
			}
			this.log.changed();
		}
	}

	// only what the journal has already: no file of tables may be ahead of it
	private void apply(long sequence, byte @Nullable [] batch, LockChanges lockChanges) {
		try {
			if (batch != null) {
				this.tables.apply(batch, sequence);
			}
			this.tables.apply(lockChanges);
		}
		catch (RuntimeException ex) {
			throw this.journal.fail(ex);
		}
	}

	private void applyToLocks(Change change) {
		if (change instanceof Change.PutLock put) {
			this.locks.put(put.key().toByteArray(), put.lock());
		}
		else if (change instanceof Change.RemoveLock) {
			this.locks.remove(change.key().toByteArray());
		}
	}

	@Override
	public void destroy(KeyRange range) {
		if (range.isEmpty()) {
			return;
		}
		BatchBytes batch = new BatchBytes();
		LockChanges lockChanges = new LockChanges();
		new ChangeWriter(batch, lockChanges, this.locks, this.tables).destroy(range, behindRaw());
		write(batch, lockChanges);
		range.of(this.locks).clear();
	}

	private ByteString behindRaw() {
		try (KeptIterator iterator = this.tables.iterator(Table.RAW)) {
			iterator.seekToLast();
			byte[] last = Objects.requireNonNullElse(iterator.place(), new byte[0]);
			return ByteString.copyFrom(Arrays.copyOf(last, last.length + 1));
		}
	}

	@Override
	public void handOver() {
		this.log.handOver();
	}

	@Override
	public void whenDurable(Runnable next) {
		this.sync.after(next);
	}

	@Override
	public boolean isDurable() {
		return true;
	}

	@Override
	public ClusterState clusterState() {
		return this.state;
	}

	synchronized Optional<byte[]> load(byte[] name) {
		return this.closed ? Optional.empty() : Optional.ofNullable(this.tables.get(Table.STATE, name));
	}

	synchronized void save(byte[] name, byte[] value) {
		if (this.closed) {
			throw new IllegalStateException("The embedded server is closed; start another one");
		}
		BatchBytes batch = new BatchBytes();
		batch.put(Table.STATE, name, value);
		write(batch, new LockChanges());
		Uninterrupted.run(this.log::force);
	}

	@Override
	public void close() {
		// before the lock is taken: what it runs may want to save something
		this.sync.close();
		synchronized (this) {
			if (!this.closed) {
				this.closed = true;
				closeFiles();
			}
		}
	}

	private void closeFiles() {
		try {
			this.journal.close();
		}
		finally {
			this.tables.close();
			this.directory.close();
		}
	}

}
