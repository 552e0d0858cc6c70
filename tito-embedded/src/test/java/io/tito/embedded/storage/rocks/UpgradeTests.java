package io.tito.embedded.storage.rocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.tito.embedded.storage.KeyRange;
import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.LockType;
import io.tito.embedded.storage.journal.Journal;
import io.tito.embedded.storage.journal.Recovery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.tikv.shade.com.google.protobuf.ByteString;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Directories of the first format, which had RocksDB's log and no journal.
 */
class UpgradeTests {

	/** More than a block of the log: damage to the last one counts as a torn end. */
	private static final int KEYS = 2000;

	@TempDir
	Path directory;

	private static ByteString bytes(String text) {
		return ByteString.copyFromUtf8(text);
	}

	private void writeFirstFormat() throws IOException, RocksDBException {
		RocksDB.loadLibrary();
		List<ColumnFamilyHandle> families = new ArrayList<>();
		try (DBOptions options = new DBOptions().setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
				ColumnFamilyOptions tables = new ColumnFamilyOptions();
				RocksDB db = RocksDB.open(options, this.directory.resolve("db").toString(), Table.descriptors(tables),
						families)) {
			for (int i = 0; i < KEYS; i++) {
				db.put(families.get(Table.RAW.ordinal()), ("k" + i).getBytes(StandardCharsets.UTF_8),
						"v".repeat(100).getBytes(StandardCharsets.UTF_8));
			}
			families.forEach(ColumnFamilyHandle::close);
		}
		Files.writeString(this.directory.resolve("format"), "tito-embedded\nformat 1\ncluster 7\n");
	}

	@Test
	void goesOnWithADirectoryOfTheFirstFormat() throws Exception {
		writeFirstFormat();
		for (int start = 0; start < 2; start++) {
			try (RocksStorage storage = RocksStorage.open(this.directory, 7)) {
				assertThat(storage.raw(bytes("k0"))).isNotNull();
				assertThat(storage.raw(bytes("k" + (KEYS - 1)))).isEqualTo(bytes("v".repeat(100)));
			}
			assertThat(this.directory.resolve("format")).hasContent("tito-embedded\nformat 3\ncluster 7\n");
		}
	}

	@Test
	void leavesADamagedDirectoryOfTheFirstFormatAsItIs() throws Exception {
		writeFirstFormat();
		Path log;
		try (var files = Files.list(this.directory.resolve("db"))) {
			log = files.filter((file) -> file.toString().endsWith(".log")).findAny().orElseThrow();
		}
		byte[] bytes = Files.readAllBytes(log);
		bytes[bytes.length / 2] ^= 0x55;
		Files.write(log, bytes);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> RocksStorage.open(this.directory, 7))
			.withMessageContaining("is damaged");
		assertThat(Files.readAllBytes(log)).isEqualTo(bytes);
		assertThat(this.directory.resolve("format")).hasContent("tito-embedded\nformat 1\ncluster 7\n");
		assertThat(this.directory.resolve("journal")).doesNotExist();
		assertThat(this.directory.resolve("format.new")).doesNotExist();
	}

	// every batch had its changes of locks, and the tables held a beginning of all
	@Test
	void goesOnWithADirectoryOfTheSecondFormat() throws Exception {
		try (DataDirectory directory = DataDirectory.own(this.directory, 7);
				Database database = Database.open(directory)) {
			Journal journal = Journal.begin(directory.journal(), Recovery.NOTHING, 1 << 20, (force) -> {
			});
			for (int i = 0; i < 10; i++) {
				byte[] batch = secondFormat(i).toByteArray();
				long sequence = journal.append(batch);
				if (i < 5) {
					database.apply(batch, sequence);
				}
			}
			database.flush();
			journal.flush(true);
		}
		Files.deleteIfExists(this.directory.resolve("format.new"));
		Files.writeString(this.directory.resolve("format"), "tito-embedded\nformat 2\ncluster 7\n");
		for (int start = 0; start < 2; start++) {
			try (RocksStorage storage = RocksStorage.open(this.directory, 7)) {
				assertThat(storage.locked(KeyRange.ALL)).extracting((each) -> each.key().toStringUtf8())
					.containsExactly("k1", "k4", "k7");
				assertThat(storage.raw(bytes("k9"))).isNotNull();
			}
			assertThat(this.directory.resolve("format")).hasContent("tito-embedded\nformat 3\ncluster 7\n");
		}
	}

	// k1, k4 and k7 are locked, k0, k3 and k6 by the batch before the one that unlocks
	// them
	private static BatchBytes secondFormat(int number) {
		BatchBytes batch = new BatchBytes();
		byte[] key = ("k" + number).getBytes(StandardCharsets.UTF_8);
		batch.put(Table.RAW, key, key);
		if (number % 3 == 2) {
			batch.delete(Table.LOCKS, ("k" + (number - 2)).getBytes(StandardCharsets.UTF_8));
		}
		else if (number < 9) {
			batch.put(Table.LOCKS, key, RecordCodec.encode(new Lock(LockType.DELETE, bytes("k"), 5, 3000,
					ByteString.EMPTY, 0, 1, 0, false, List.of(), List.of())));
		}
		return batch;
	}

}
