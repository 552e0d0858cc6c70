package io.tito.embedded.storage.rocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
			assertThat(this.directory.resolve("format")).hasContent("tito-embedded\nformat 2\ncluster 7\n");
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

}
