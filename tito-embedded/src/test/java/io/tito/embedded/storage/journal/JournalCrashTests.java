package io.tito.embedded.storage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The machine crashes at any moment, again and again: what was forced is recovered, from
 * the last checkpoint on, and nothing that was not appended, or was lost in an earlier
 * crash.
 */
class JournalCrashTests {

	private static final int HISTORIES = 20;

	private static final int CRASHES = 8;

	private static final int SEGMENT = 8 << 10;

	@Test
	void recoversWhatWasForcedAfterAnyCrash(@TempDir Path directory) throws IOException {
		long seed = System.nanoTime();
		System.out.println("JournalCrashTests seed " + seed);
		Random random = new Random(seed);
		int most = 0;
		for (int i = 0; i < HISTORIES; i++) {
			most = Math.max(most, new History(random).run(directory.resolve("" + i)));
		}
		// the histories are worth something
		assertThat(most).isGreaterThan(50);
	}

	/**
	 * What was appended to journals, one after the other. A record says its place and has
	 * random bytes, so that no two records are alike.
	 */
	private static final class History {

		private final Random random;

		private final List<ByteBuffer> appended = new ArrayList<>();

		private int forced;

		private volatile int count;

		private volatile int inPlace;

		private History(Random random) {
			this.random = random;
		}

		int run(Path directory) throws IOException {
			Recovery recovery = Recovery.NOTHING;
			for (int crash = 0; crash < CRASHES; crash++) {
				Path next = directory.resolve("" + (crash + 1));
				Files.createDirectories(next);
				work(directory.resolve("" + crash), recovery, next);
				recovery = Recovery.read(next);
				check(recovery);
			}
			return this.count;
		}

		private void work(Path directory, Recovery recovery, Path next) throws IOException {
			Disk disk = new Disk();
			Journal journal = Journal.begin(disk::open, directory, recovery, SEGMENT, (force) -> checkpoint());
			for (int i = this.random.nextInt(60); i > 0; i--) {
				append(journal);
				if (this.random.nextInt(4) == 0) {
					journal.flush(true);
					this.forced = this.count;
				}
				else if (this.random.nextInt(4) == 0) {
					journal.flush(false);
				}
			}
			disk.crash(next, this.random);
			journal.fail(new IOException("crashed"));
			journal.close();
		}

		private void append(Journal journal) {
			byte[] bytes = new byte[Integer.BYTES + this.random.nextInt((this.random.nextInt(8) == 0) ? 5000 : 200)];
			this.random.nextBytes(bytes);
			ByteBuffer.wrap(bytes).putInt(0, this.count);
			this.appended.add(ByteBuffer.wrap(bytes));
			journal.append(bytes);
			this.count++;
		}

		private void checkpoint() {
			this.inPlace = this.count;
		}

		private void check(Recovery recovery) {
			List<ByteBuffer> recovered = recovery.records()
				.stream()
				.map((each) -> ByteBuffer.wrap(each.record()))
				.toList();
			int from = recovered.isEmpty() ? this.inPlace : recovered.get(0).getInt(0);
			int end = from + recovered.size();
			assertThat(from).isLessThanOrEqualTo(this.inPlace);
			assertThat(end).isLessThanOrEqualTo(this.count);
			assertThat(Math.max(end, this.inPlace)).isGreaterThanOrEqualTo(this.forced);
			IntStream.range(from, end)
				.forEach((i) -> assertThat(recovered.get(i - from)).isEqualTo(this.appended.get(i)));
			forgetAllFrom(Math.max(end, this.inPlace));
		}

		private void forgetAllFrom(int end) {
			this.appended.subList(end, this.appended.size()).clear();
			this.count = end;
			this.forced = end;
			this.inPlace = end;
		}

	}

}
