package io.tito.embedded.storage.rocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tikv.shade.com.google.protobuf.ByteString;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Locks get to the tables at checkpoints only. Whatever a crash leaves, a lock is there
 * if and only if it belongs to the records that are.
 */
@Timeout(120)
class LockCheckpointTests {

	private static final int SEGMENT = 4 << 10;

	private static final int ROUNDS = 30;

	private static final ByteString KEY = ByteString.copyFromUtf8("key");

	@TempDir
	Path directory;

	private final long seed = System.nanoTime();

	private final Random random = new Random(this.seed);

	private int copies;

	@Test
	void holdsAllLocksAfterTheEndOfTheProcess() throws Exception {
		System.out.println("LockCheckpointTests seed " + this.seed);
		MemoryStorage memory = new MemoryStorage();
		Path current = this.directory.resolve("first");
		for (int round = 0; round < ROUNDS; round++) {
			try (RocksStorage disk = RocksStorage.open(current, 1, SEGMENT)) {
				assertThat(everything(disk)).isEqualTo(everything(memory));
				for (int i = this.random.nextInt(150); i >= 0; i--) {
					change(disk, memory);
				}
				disk.handOver();
				current = copy(current);
			}
		}
	}

	private void change(Storage disk, Storage memory) {
		ByteString key = ByteString.copyFromUtf8("k" + this.random.nextInt(60));
		if (this.random.nextInt(80) == 0) {
			KeyRange range = new KeyRange(key, ByteString.EMPTY);
			disk.destroy(range);
			memory.destroy(range);
			return;
		}
		Lock before = memory.records(key).lock();
		List<Change> changes = (before != null) ? commit(key, before) : prewrite(key);
		disk.apply(changes);
		memory.apply(changes);
		if (this.random.nextInt(3) == 0) {
			// brings what is not forced to the tables
			assertThat(disk.raw(key)).isNull();
		}
	}

	private static List<Change> commit(ByteString key, Lock lock) {
		return List.of(
				new Change.PutWrite(key,
						Write.committed(WriteType.PUT, lock.startTs(), lock.startTs() + 1, lock.value(), false)),
				new Change.RemoveLock(key));
	}

	private List<Change> prewrite(ByteString key) {
		return List.of(new Change.PutLock(key, lock(1 + this.random.nextInt(20), 100)));
	}

	private static Lock lock(long startTs, int length) {
		return new Lock(LockType.PUT, KEY, startTs, 3000, ByteString.copyFrom(new byte[length]), 0, 1, 0, false,
				List.of(), List.of());
	}

	@Test
	void holdsTheManyLocksOfALargeTransaction() throws Exception {
		Path crashed;
		List<ByteString> keys = IntStream.range(0, 6000).mapToObj((i) -> ByteString.copyFromUtf8("k" + i)).toList();
		try (RocksStorage disk = RocksStorage.open(this.directory.resolve("first"), 1, 1 << 20)) {
			for (int from = 0; from < keys.size(); from += 500) {
				disk.apply(keys.subList(from, from + 500)
					.stream()
					.<Change>map((key) -> new Change.PutLock(key, lock(5, 1024)))
					.toList());
			}
			disk.apply(List.of(new Change.RemoveLock(keys.get(0))));
			disk.handOver();
			crashed = copy(this.directory.resolve("first"));
		}
		for (Path each : List.of(crashed, this.directory.resolve("first"))) {
			try (RocksStorage disk = RocksStorage.open(each, 1)) {
				assertThat(disk.locked(KeyRange.ALL)).hasSize(keys.size() - 1)
					.allSatisfy((key) -> assertThat(key.lock()).isEqualTo(lock(5, 1024)));
			}
		}
	}

	// a start has applied, and flushed, what the machine's crash then took from the
	// journal
	@Test
	void bringsNoLockBackBesideItsCommitWhenTheTablesAreAheadOfTheJournal() throws Exception {
		Path first = this.directory.resolve("first");
		Path killed;
		Path older;
		try (RocksStorage disk = RocksStorage.open(first, 1)) {
			disk.apply(List.of(new Change.PutLock(KEY, lock(5, 10))));
			force(disk);
			older = copy(first);
			disk.apply(commit(KEY, lock(5, 10)));
			disk.handOver();
			killed = copy(first);
		}
		Path crashed;
		try (RocksStorage disk = RocksStorage.open(killed, 1)) {
			assertThat(disk.records(KEY).lock()).isNull();
			crashed = copy(killed);
		}
		for (String file : List.of("segment-0", "segment-1")) {
			Files.copy(older.resolve("journal").resolve(file), crashed.resolve("journal").resolve(file),
					StandardCopyOption.REPLACE_EXISTING);
		}
		try (RocksStorage disk = RocksStorage.open(crashed, 1)) {
			assertThat(disk.records(KEY).newestData(Long.MAX_VALUE)).isNotNull();
			assertThat(disk.records(KEY).lock()).isNull();
		}
	}

	private static void force(RocksStorage disk) throws InterruptedException {
		CountDownLatch durable = new CountDownLatch(1);
		disk.whenDurable(durable::countDown);
		assertThat(durable.await(30, TimeUnit.SECONDS)).isTrue();
	}

	// as the end of the process leaves it: not while a checkpoint changes its files
	private Path copy(Path from) throws IOException {
		Path to = this.directory.resolve("copy-" + this.copies++);
		while (!tryToCopy(from, to)) {
			to = this.directory.resolve("copy-" + this.copies++);
		}
		return to;
	}

	private static boolean tryToCopy(Path from, Path to) throws IOException {
		try {
			Map<Path, Long> before = files(from);
			for (Path file : before.keySet()) {
				Path copy = to.resolve(from.relativize(file));
				Files.createDirectories(copy.getParent());
				Files.copy(file, copy);
			}
			return files(from).equals(before);
		}
		catch (NoSuchFileException | UncheckedIOException ex) {
			// deleted meanwhile
			return false;
		}
	}

	private static Map<Path, Long> files(Path from) throws IOException {
		try (Stream<Path> files = Files.walk(from)) {
			return files.filter(Files::isRegularFile)
				.collect(Collectors.toMap((file) -> file, (file) -> file.toFile().length()));
		}
	}

	private static List<Object> everything(Storage storage) {
		List<Object> all = new ArrayList<>();
		storage.scanAll(KeyRange.ALL, (key) -> all.add(List.of(key.key(), MvccDump.of(key))));
		storage.locked(KeyRange.ALL).forEach((key) -> all.add(List.of(key.key(), Optional.ofNullable(key.lock()))));
		return all;
	}

}
