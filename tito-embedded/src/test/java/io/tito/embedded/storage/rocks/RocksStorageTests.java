package io.tito.embedded.storage.rocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.tito.embedded.storage.Change;
import io.tito.embedded.storage.KeyRange;
import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.LockType;
import io.tito.embedded.storage.MemoryStorage;
import io.tito.embedded.storage.MvccDump;
import io.tito.embedded.storage.Storage;
import io.tito.embedded.storage.Write;
import io.tito.embedded.storage.WriteType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tikv.shade.com.google.protobuf.ByteString;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Storage on disk holds what storage in memory holds, after any changes and when it is
 * opened again.
 */
class RocksStorageTests {

	private static final int ROUNDS = 40;

	private final long seed = System.nanoTime();

	private final Random random = new Random(this.seed);

	@Test
	void holdsWhatMemoryHolds(@TempDir Path directory) {
		System.out.println("RocksStorageTests seed " + this.seed);
		MemoryStorage memory = new MemoryStorage();
		for (int round = 0; round < ROUNDS; round++) {
			try (RocksStorage disk = RocksStorage.open(directory, 1)) {
				assertSame(disk, memory);
				for (int i = 0; i < 20; i++) {
					change(disk, memory);
				}
				assertSame(disk, memory);
			}
		}
	}

	@Test
	void tellsOfEveryRecordThatMayConflict(@TempDir Path directory) {
		System.out.println("RocksStorageTests seed " + this.seed);
		MemoryStorage memory = new MemoryStorage();
		for (int round = 0; round < ROUNDS; round++) {
			try (RocksStorage disk = RocksStorage.open(directory, 1)) {
				for (int i = 0; i < 20; i++) {
					assertTold(disk, memory, key());
					change(disk, memory);
				}
			}
		}
	}

	/**
	 * Here: another program has cut the files of tables.
	 */
	@Test
	void saysWhatToDoWhenFilesCannotBeReadAnyMore(@TempDir Path directory) throws IOException {
		List<Change> changes = IntStream.range(0, 1000)
			.<Change>mapToObj((i) -> new Change.PutRaw(ByteString.copyFromUtf8("k%03d".formatted(i)),
					ByteString.copyFrom(new byte[100])))
			.toList();
		try (RocksStorage disk = RocksStorage.open(directory, 1)) {
			disk.apply(changes);
		}
		try (RocksStorage disk = RocksStorage.open(directory, 1)) {
			for (Path file : tables(directory)) {
				Files.write(file, new byte[0]);
			}
			assertUnreadable(() -> disk.raw(ByteString.copyFromUtf8("k500")));
			assertUnreadable(() -> raw(disk, KeyRange.ALL, false));
		}
	}

	private static List<Path> tables(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory.resolve("db"))) {
			return files.filter((file) -> file.toString().endsWith(".sst")).toList();
		}
	}

	private static void assertUnreadable(ThrowingCallable reading) {
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(reading)
			.withMessageContaining("The data directory cannot be used (")
			.withMessageContaining("repair it");
	}

	private static void assertTold(Storage disk, Storage memory, ByteString key) {
		Write newest = memory.records(key).newest(Long.MAX_VALUE);
		if (newest != null) {
			assertThat(disk.records(key).mayHaveSince(newest.commitTs())).isTrue();
		}
	}

	@Test
	@Timeout(30)
	void knowsAfterAWhileThatNothingWasWrittenSinceATime(@TempDir Path directory) {
		ByteString key = ByteString.copyFromUtf8("key");
		try (RocksStorage disk = RocksStorage.open(directory, 1)) {
			disk.apply(List
				.of(new Change.PutWrite(key, Write.committed(WriteType.DELETE, 5, 7, ByteString.EMPTY, false))));
		}
		try (RocksStorage disk = RocksStorage.open(directory, 1)) {
			while (disk.records(key).mayHaveSince(8)) {
				Thread.onSpinWait();
			}
			assertThat(disk.records(key).mayHaveSince(7)).isTrue();
			assertThat(disk.records(key).newest(Long.MAX_VALUE)).isNotNull();
			assertThat(disk.records(ByteString.copyFromUtf8("other")).newest(Long.MAX_VALUE)).isNull();
		}
	}

	@Test
	void handsOverWhatTheEndOfTheProcessMustNotTakeBack(@TempDir Path directory, @TempDir Path after)
			throws IOException {
		ByteString key = ByteString.copyFromUtf8("key");
		try (RocksStorage disk = RocksStorage.open(directory, 1)) {
			disk.apply(List.of(new Change.PutRaw(key, key)));
			disk.handOver();
			copy(directory, after);
		}
		try (RocksStorage disk = RocksStorage.open(after, 1)) {
			assertThat(disk.raw(key)).isEqualTo(key);
		}
	}

	private static void copy(Path from, Path to) throws IOException {
		try (Stream<Path> files = Files.walk(from)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Path copy = to.resolve(from.relativize(file));
				Files.createDirectories(copy.getParent());
				Files.copy(file, copy);
			}
		}
	}

	private void change(Storage disk, Storage memory) {
		if (this.random.nextInt(50) == 0) {
			KeyRange range = range();
			disk.destroy(range);
			memory.destroy(range);
			return;
		}
		List<Change> changes = new ArrayList<>();
		for (int i = this.random.nextInt(4); i >= 0; i--) {
			changes.add(change());
		}
		disk.apply(changes);
		memory.apply(changes);
	}

	private Change change() {
		ByteString key = key();
		long ts = 1 + this.random.nextInt(10);
		return switch (this.random.nextInt(8)) {
			case 0 -> new Change.PutLock(key, lock());
			case 1 -> new Change.RemoveLock(key);
			case 2 -> new Change.RemoveWrite(key, ts);
			case 3 -> new Change.PutRaw(key, value());
			case 4 -> new Change.RemoveRaw(key);
			// data at even timestamps, marks at odd ones: no rule overwrites one by the
			// other
			case 5 -> new Change.PutWrite(key, new Write(2 * ts + 1, WriteType.ROLLBACK, 2 * ts + 1, ByteString.EMPTY,
					this.random.nextBoolean(), false));
			case 6 -> new Change.PutWrite(key, Write.committed(WriteType.DELETE, ts, 2 * ts, ByteString.EMPTY, false));
			default -> new Change.PutWrite(key,
					Write.committed(WriteType.PUT, ts, 2 * ts, value(), this.random.nextBoolean()));
		};
	}

	private Lock lock() {
		LockType type = LockType.values()[this.random.nextInt(3)];
		return new Lock(type, key(), this.random.nextInt(9), this.random.nextInt(9), value(), this.random.nextInt(9),
				this.random.nextInt(9), this.random.nextInt(9), this.random.nextBoolean(), List.of(key(), key()),
				List.of(1L, 2L));
	}

	private ByteString value() {
		byte[] value = new byte[this.random.nextInt(300)];
		this.random.nextBytes(value);
		return ByteString.copyFrom(value);
	}

	// around the length of a group, some of them long, and with bytes of either sign
	private ByteString key() {
		int groups = (this.random.nextInt(10) == 0) ? 40 : this.random.nextInt(2);
		byte[] key = new byte[1 + groups * 8 - Math.min(groups, 1) + this.random.nextInt(2)];
		Arrays.fill(key, (byte) (this.random.nextInt(3) * 0x7f));
		key[key.length - 1] = (byte) this.random.nextInt(4);
		return ByteString.copyFrom(key);
	}

	private KeyRange range() {
		return new KeyRange(this.random.nextInt(4) == 0 ? ByteString.EMPTY : key(),
				this.random.nextInt(4) == 0 ? ByteString.EMPTY : key());
	}

	private void assertSame(Storage disk, Storage memory) {
		assertThat(everything(disk, KeyRange.ALL)).isEqualTo(everything(memory, KeyRange.ALL));
		for (int i = 0; i < 5; i++) {
			KeyRange range = range();
			assertThat(everything(disk, range)).isEqualTo(everything(memory, range));
			for (boolean descending : new boolean[] { false, true }) {
				assertThat(visible(disk, range, descending)).isEqualTo(visible(memory, range, descending));
				assertThat(places(disk, range, descending)).isEqualTo(places(memory, range, descending));
				assertThat(raw(disk, range, descending)).isEqualTo(raw(memory, range, descending));
			}
			assertThat(locked(disk, range)).isEqualTo(locked(memory, range));
			ByteString key = key();
			assertThat(MvccDump.of(disk.records(key))).isEqualTo(MvccDump.of(memory.records(key)));
			assertThat(disk.raw(key)).isEqualTo(memory.raw(key));
		}
	}

	private static List<Object> everything(Storage storage, KeyRange range) {
		List<Object> all = new ArrayList<>();
		storage.scanAll(range, (key) -> all.add(List.of(key.key(), MvccDump.of(key))));
		return all;
	}

	private static List<Object> visible(Storage storage, KeyRange range, boolean descending) {
		List<Object> found = new ArrayList<>();
		storage.scan(range, descending, true, (key) -> {
			found.add(key.key());
			found.add(Optional.ofNullable(key.newestData(9)));
			return found.size() < 12;
		});
		return found;
	}

	/** What is visible, without values. */
	private static List<Object> places(Storage storage, KeyRange range, boolean descending) {
		List<Object> found = new ArrayList<>();
		storage.scan(range, descending, false, (key) -> {
			found.add(key.key());
			found.add(Optional.ofNullable(key.newestData(9)).map((write) -> List.of(write.commitTs(), write.type())));
			return found.size() < 12;
		});
		return found;
	}

	private static List<Object> raw(Storage storage, KeyRange range, boolean descending) {
		List<Object> found = new ArrayList<>();
		storage.scanRaw(range, descending, (key, value) -> found.add(List.of(key, value)) && found.size() < 5);
		return found;
	}

	private static List<Object> locked(Storage storage, KeyRange range) {
		List<Object> found = new ArrayList<>();
		storage.locked(range).forEach((key) -> found.add(List.of(key.key(), Optional.ofNullable(key.lock()))));
		return found;
	}

}
