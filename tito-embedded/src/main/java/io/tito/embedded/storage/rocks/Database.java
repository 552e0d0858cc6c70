package io.tito.embedded.storage.rocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import io.tito.embedded.storage.journal.Journal;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Logger;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.LoggerFactory;

/**
 * RocksDB, opened, with everything that must be freed. Thread-safe, but nothing may be
 * called during or after {@link #close()}: that would crash the JVM.
 */
final class Database implements AutoCloseable {

	private static final org.slf4j.Logger logger = LoggerFactory.getLogger(Database.class);

	private static final long BYTES_AT_ONCE = 1 << 20;

	private static final long CACHE_BYTES = 64 << 20;

	/** Never reached: the journal's length bounds what is in memory. */
	private static final long WRITE_BUFFER_BYTES = 1L << 36;

	private static final int FILES_TO_MERGE = 8;

	private static final List<CompressionType> COMPRESSION = List.of(CompressionType.NO_COMPRESSION,
			CompressionType.NO_COMPRESSION, CompressionType.LZ4_COMPRESSION, CompressionType.LZ4_COMPRESSION,
			CompressionType.LZ4_COMPRESSION, CompressionType.LZ4_COMPRESSION, CompressionType.LZ4_COMPRESSION);

	private final List<AutoCloseable> resources = new ArrayList<>();

	private final List<ColumnFamilyHandle> families = new ArrayList<>();

	private final ReadOptions reading = keep(new ReadOptions());

	// the journal has it
	private final WriteOptions writing = keep(new WriteOptions().setDisableWAL(true));

	private final FlushOptions flushing = keep(new FlushOptions().setWaitForFlush(true));

	private final RocksDB db;

	private Database(DataDirectory directory) throws RocksDBException {
		Cache cache = keep(new LRUCache(CACHE_BYTES));
		ColumnFamilyOptions tables = keep(tables(cache));
		DBOptions options = keep(options(!directory.isComplete()));
		String path = directory.database().toString();
		try {
			if (directory.isComplete()) {
				// reads everything that opening reads, and writes nothing
				tryOut(options, path, tables);
			}
			this.db = RocksDB.open(options, path, Table.descriptors(tables), this.families);
			checkNumbers();
		}
		catch (RocksDBException ex) {
			close();
			throw ex;
		}
	}

	static Database open(DataDirectory directory) {
		RocksDB.loadLibrary();
		try {
			return new Database(directory);
		}
		catch (RocksDBException ex) {
			throw directory.damaged(ex);
		}
	}

	private <T extends AutoCloseable> T keep(T resource) {
		this.resources.add(resource);
		return resource;
	}

	private DBOptions options(boolean create) {
		return new DBOptions().setCreateIfMissing(create)
			.setCreateMissingColumnFamilies(create)
			.setParanoidChecks(true)
			// files of all tables hold the same batches, whenever a crash comes
			.setAtomicFlush(true)
			// with the buffers that never fill it sees to it that only flush() flushes
			.setAvoidFlushDuringShutdown(true)
			// or the end of a large file would hold up the log
			.setBytesPerSync(BYTES_AT_ONCE)
			// of directories of the first format: the last record may be cut by a crash,
			// any other damage is refused
			.setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
			// in place of a log file in the directory
			.setLogger(keep(new Slf4jLogger()));
	}

	// files of the upper levels do not live long: what merging and packing them costs is
	// taken from those who commit
	private static ColumnFamilyOptions tables(Cache cache) {
		return new ColumnFamilyOptions().setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache))
			.setWriteBufferSize(WRITE_BUFFER_BYTES)
			.setLevel0FileNumCompactionTrigger(FILES_TO_MERGE)
			.setCompressionPerLevel(COMPRESSION);
	}

	private static void tryOut(DBOptions options, String path, ColumnFamilyOptions tables) throws RocksDBException {
		List<ColumnFamilyHandle> handles = new ArrayList<>();
		try (RocksDB trial = RocksDB.openReadOnly(options, path, Table.descriptors(tables), handles)) {
			handles.forEach(ColumnFamilyHandle::close);
			logger.debug("{} can be opened", trial.getName());
		}
	}

	// batches name tables by number
	private void checkNumbers() throws RocksDBException {
		for (Table table : Table.values()) {
			if (family(table).getID() != table.ordinal()) {
				throw new RocksDBException("its column families are not those of this server");
			}
		}
	}

	private ColumnFamilyHandle family(Table table) {
		return this.families.get(table.ordinal());
	}

	byte @Nullable [] get(Table table, byte[] key) {
		try {
			return this.db.get(family(table), this.reading, key);
		}
		catch (RocksDBException ex) {
			throw failed(ex);
		}
	}

	RocksIterator iterator(Table table) {
		return this.db.newIterator(family(table), this.reading);
	}

	/**
	 * Change several things, all or nothing. A crash takes them back until they are
	 * flushed.
	 * @param batch the changes, see {@link BatchBytes}
	 * @param sequence their place in the journal
	 */
	void apply(byte[] batch, long sequence) {
		BatchBytes.place(batch, sequence);
		write(batch);
	}

	/**
	 * Change several things that have no place in the journal together.
	 * @param batch the changes, see {@link BatchBytes#withoutPlace()}
	 */
	void write(byte[] batch) {
		try (WriteBatch changes = new WriteBatch(batch)) {
			this.db.write(this.writing, changes);
		}
		catch (RocksDBException ex) {
			throw failed(ex);
		}
	}

	/**
	 * Wait until everything that was applied is in files and on the disk. Nothing gets
	 * there otherwise.
	 */
	void flush() {
		try {
			this.db.flush(this.flushing, this.families);
		}
		catch (RocksDBException ex) {
			throw failed(ex);
		}
	}

	static UncheckedIOException failed(RocksDBException cause) {
		return Journal.failed(new IOException(cause.getMessage(), cause));
	}

	@Override
	public void close() {
		this.families.forEach(ColumnFamilyHandle::close);
		if (this.db != null) {
			this.db.close();
		}
		for (int i = this.resources.size() - 1; i >= 0; i--) {
			try {
				this.resources.get(i).close();
			}
			catch (Exception ex) {
				logger.debug("Could not free a resource", ex);
			}
		}
	}

	private static final class Slf4jLogger extends Logger {

		private Slf4jLogger() {
			super(InfoLogLevel.WARN_LEVEL);
		}

		@Override
		protected void log(InfoLogLevel level, String message) {
			logger.debug("RocksDB: {}", message);
		}

	}

}
