package io.tito.embedded.storage.rocks;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files of tables are never ahead of the journal on the disk.
 */
class BacklogTests {

	private static final byte[] KEY = { 1 };

	private static byte[] batch() {
		BatchBytes batch = new BatchBytes();
		batch.put(Table.RAW, KEY, KEY);
		return batch.toByteArray();
	}

	@Test
	void forcesTheJournalBeforeWhatGetsToTheTablesWhileFilesAreWritten(@TempDir Path path) {
		try (DataDirectory directory = DataDirectory.own(path, 1); Database database = Database.open(directory)) {
			Backlog backlog = new Backlog(database);
			AtomicInteger added = new AtomicInteger();
			AtomicInteger forced = new AtomicInteger();
			Runnable add = () -> backlog.add(batch(), added.incrementAndGet());
			add.run();
			backlog.clear();
			add.run();
			backlog.whileForced(() -> {
				assertThat(BatchBytes.applied(database)).isLessThanOrEqualTo(added.get());
				forced.set(added.get());
			}, () -> {
				assertThat(BatchBytes.applied(database)).isEqualTo(2).isEqualTo(forced.get());
				add.run();
				backlog.clearWhatIsCheap();
				assertThat(BatchBytes.applied(database)).isEqualTo(2);
				backlog.clear();
				assertThat(BatchBytes.applied(database)).isEqualTo(3).isEqualTo(forced.get());
			});
			add.run();
			backlog.clear();
			assertThat(BatchBytes.applied(database)).isEqualTo(4);
			assertThat(forced).hasValue(3);
		}
	}

	@Test
	void writesNoFilesByItself(@TempDir Path path) {
		try (DataDirectory directory = DataDirectory.own(path, 1)) {
			try (Database database = Database.open(directory)) {
				for (int i = 1; i <= 100; i++) {
					BatchBytes batch = new BatchBytes();
					batch.put(Table.RAW, new byte[] { (byte) i }, new byte[1 << 20]);
					database.apply(batch.toByteArray(), i);
				}
				assertThat(BatchBytes.applied(database)).isEqualTo(100);
			}
			try (Database database = Database.open(directory)) {
				assertThat(BatchBytes.applied(database)).isZero();
			}
		}
	}

}
