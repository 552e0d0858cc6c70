package io.tito.embedded.storage.rocks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Batches have the form that RocksDB gives its own.
 */
class BatchBytesTests {

	private static final byte[] KEY = { 1, 2, 3 };

	private static final byte[] EMPTY = {};

	@Test
	void writesWhatRocksDbWrites(@TempDir Path directory) throws RocksDBException {
		RocksDB.loadLibrary();
		List<ColumnFamilyHandle> families = new ArrayList<>();
		try (DBOptions options = new DBOptions().setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
				ColumnFamilyOptions tables = new ColumnFamilyOptions();
				RocksDB db = RocksDB.open(options, directory.toString(), Table.descriptors(tables), families);
				WriteBatch theirs = new WriteBatch()) {
			BatchBytes ours = new BatchBytes();
			for (Table table : Table.values()) {
				// the default family has a shorter form, which ours does without
				if (table != Table.STATE) {
					add(ours, theirs, table, families.get(table.ordinal()));
				}
			}
			assertThat(withoutPlace(ours.toByteArray(), theirs.count())).isEqualTo(theirs.data());
			families.forEach(ColumnFamilyHandle::close);
			assertThat(db.isClosed()).isFalse();
		}
	}

	@Test
	void joinsTheChangesOfSeveralInOrder() {
		BatchBytes together = new BatchBytes();
		BatchBytes first = new BatchBytes();
		BatchBytes second = new BatchBytes();
		first.put(Table.DATA, KEY, new byte[5000]);
		first.delete(Table.DATA, KEY);
		second.put(Table.LOCKS, KEY, EMPTY);
		together.put(Table.DATA, KEY, new byte[5000]);
		together.delete(Table.DATA, KEY);
		together.put(Table.LOCKS, KEY, EMPTY);
		assertThat(BatchBytes.join(List.of(first.toByteArray(), second.toByteArray())))
			.isEqualTo(together.toByteArray());
	}

	@Test
	void takesOutTheChangesOfOneTable() {
		BatchBytes all = new BatchBytes();
		BatchBytes locks = new BatchBytes();
		for (int length : new int[] { 0, 1, 127, 128, 5000, 20000 }) {
			all.put(Table.DATA, KEY, new byte[length]);
			all.deleteRange(Table.DATA, EMPTY, new byte[length]);
			for (BatchBytes each : List.of(all, locks)) {
				each.put(Table.LOCKS, KEY, new byte[length]);
				each.delete(Table.LOCKS, new byte[length]);
			}
			all.delete(Table.RAW, new byte[length]);
		}
		assertThat(BatchBytes.only(all.toByteArray(), Table.LOCKS)).isEqualTo(locks.toByteArray());
	}

	// type, family, and the lengths of key and value, each in a byte
	private static byte[] withoutPlace(byte[] batch, int count) {
		byte[] changes = Arrays.copyOf(batch, batch.length - 4 - 1 - Long.BYTES);
		ByteBuffer.wrap(changes).order(ByteOrder.LITTLE_ENDIAN).putInt(Long.BYTES, count);
		return changes;
	}

	private static void add(BatchBytes ours, WriteBatch theirs, Table table, ColumnFamilyHandle family)
			throws RocksDBException {
		for (int length : new int[] { 0, 1, 127, 128, 5000, 20000 }) {
			ours.put(table, KEY, new byte[length]);
			theirs.put(family, KEY, new byte[length]);
		}
		ours.delete(table, KEY);
		theirs.delete(family, KEY);
		ours.deleteRange(table, EMPTY, KEY);
		theirs.deleteRange(family, EMPTY, KEY);
	}

}
