package io.tito.embedded.storage.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * What a journal says after its process was killed, and what it refuses.
 */
@Timeout(60)
class JournalTests {

	private static final int LARGE = 1 << 20;

	private static final int SMALL = 1 << 10;

	private static final int FRAME = 40;

	@TempDir
	Path directory;

	private final Disk disk = new Disk();

	private final List<Journal> journals = new ArrayList<>();

	private Journal begin(int segmentBytes, Runnable checkpoint) throws IOException {
		return begin(segmentBytes, (Journal.Checkpoint) (force) -> checkpoint.run());
	}

	private Journal begin(int segmentBytes, Journal.Checkpoint checkpoint) throws IOException {
		boolean first = !Files.exists(Segment.path(this.directory, 0));
		Recovery before = first ? Recovery.NOTHING : Recovery.read(this.directory);
		Journal journal = Journal.begin(this.disk::open, this.directory, before, segmentBytes, checkpoint);
		this.journals.add(journal);
		return journal;
	}

	private Journal begin() throws IOException {
		return begin(LARGE, () -> {
		});
	}

	@AfterEach
	void leaveFiles() {
		for (Journal journal : this.journals) {
			journal.fail(new IOException("the test is over"));
			journal.close();
		}
	}

	private static void append(Journal journal, String... records) {
		for (String record : records) {
			journal.append(record.getBytes(StandardCharsets.UTF_8));
		}
	}

	private static void force(Journal journal, String... records) {
		append(journal, records);
		journal.flush(true);
	}

	private List<String> recovered() throws IOException {
		return recovered(this.directory);
	}

	private static List<String> recovered(Path from) throws IOException {
		return Recovery.read(from)
			.records()
			.stream()
			.map((entry) -> new String(entry.record(), StandardCharsets.UTF_8))
			.toList();
	}

	private void change(int segment, int at, Change change) throws IOException {
		Path path = Segment.path(this.directory, segment);
		ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(path));
		change.apply(content, at);
		Files.write(path, content.array());
	}

	private interface Change {

		void apply(ByteBuffer content, int at);

	}

	private static void flip(ByteBuffer content, int at) {
		content.put(at, (byte) (content.get(at) ^ 0x10));
	}

	private static void clear(ByteBuffer content, int at) {
		while (at < content.limit()) {
			content.put(at++, (byte) 0);
		}
	}

	/**
	 * Threads of applications append, and an interrupt in the middle of a force closes
	 * the file.
	 */
	@Test
	void noThreadThatAppendsForcesAFullSegment() throws IOException {
		Journal journal = begin(SMALL, () -> {
		});
		int before = this.disk.forces();
		for (int i = 0; i < 200; i++) {
			append(journal, "record " + i);
		}

		assertThat(this.disk.forces()).isGreaterThan(before);
		assertThat(this.disk.forcedBy()).doesNotContain(Thread.currentThread());
	}

	@Test
	void hasWhatWasHandedOver() throws IOException {
		Journal journal = begin();
		append(journal, "one", "");
		assertThat(recovered()).isEmpty();
		append(journal, "x".repeat(200_000));
		journal.flush(false);
		assertThat(recovered()).containsExactly("one", "", "x".repeat(200_000));
	}

	@Test
	void hasNothingToApplyAfterAClose() throws IOException {
		List<String> inPlace = new ArrayList<>();
		Journal journal = begin(LARGE, () -> inPlace.add("all"));
		append(journal, "one");
		journal.close();
		assertThat(inPlace).containsExactly("all");
		assertThat(recovered()).isEmpty();
	}

	@Test
	void cutsOffATornEnd() throws IOException {
		Journal journal = begin();
		force(journal, "first", "second");
		append(journal, "third", "fourth");
		journal.flush(false);
		// the beginning, which takes as much as one of these, and two of them
		change(0, 3 * FRAME + 30, JournalTests::flip);
		assertThat(recovered()).containsExactly("first", "second");
		change(0, 3 * FRAME + 10, JournalTests::clear);
		assertThat(recovered()).containsExactly("first", "second");
	}

	@Test
	void refusesDamageToWhatWasOnTheDisk() throws IOException {
		Journal journal = begin();
		for (String record : List.of("first", "second", "third", "fourth")) {
			force(journal, record);
		}
		byte[] before = Files.readAllBytes(Segment.path(this.directory, 0));
		// the last record cannot be told from a torn one
		for (int at = 0; at < 4 * FRAME; at++) {
			if (!isPadding(before, at)) {
				change(0, at, JournalTests::flip);
				assertThatIOException().as("bit at %d", at).isThrownBy(this::recovered);
				change(0, at, JournalTests::flip);
			}
		}
		assertThat(Files.readAllBytes(Segment.path(this.directory, 0))).isEqualTo(before);
		assertThat(recovered()).containsExactly("first", "second", "third", "fourth");
	}

	private static boolean isPadding(byte[] content, int at) {
		int length = ByteBuffer.wrap(content).getInt(at / FRAME * FRAME + Integer.BYTES);
		return at % FRAME >= Frame.HEADER + length;
	}

	@Test
	void refusesToGoOnWithoutItsFiles() throws IOException {
		force(begin(), "one");
		Files.delete(Segment.path(this.directory, 1));
		assertThatIOException().isThrownBy(this::recovered).withMessageContaining("is missing");
		Files.createFile(Segment.path(this.directory, 1));
		Files.write(Segment.path(this.directory, 0), new byte[0]);
		assertThatIOException().isThrownBy(this::recovered).withMessageContaining("no segment");
	}

	@Test
	void neverTakesTheRemainsOfAnOlderRound() throws IOException {
		Journal first = begin();
		force(first, "old 1", "old 2", "old 3", "old 4");
		force(begin(), "mid 1");
		// in the segment of the first one, over records of the same length
		force(begin(), "new 1", "new 2");
		assertThat(recovered()).containsExactly("new 1", "new 2");
	}

	@Test
	void neverTakesWhatLayBehindALostRecord() throws IOException {
		Journal first = begin();
		force(first, "old 1");
		append(first, "old 2", "old 3");
		first.flush(false);
		change(0, 2 * FRAME, JournalTests::flip);
		assertThat(recovered()).containsExactly("old 1");
		begin();
		force(begin(), "new 1", "new 2");
		assertThat(recovered()).containsExactly("new 1", "new 2");
	}

	@Test
	void writesOverASegmentOnceItIsInItsPlace() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch inPlace = new CountDownLatch(1);
		Journal journal = begin(SMALL, () -> {
			asked.countDown();
			await(inPlace);
		});
		List<String> all = new CopyOnWriteArrayList<>();
		CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
			for (int i = 0; i < 100; i++) {
				String record = "record %060d".formatted(i);
				append(journal, record);
				all.add(record);
			}
		});
		await(asked);
		assertThat(writer).isNotDone();
		inPlace.countDown();
		writer.get(30, TimeUnit.SECONDS);
		journal.flush(false);
		List<String> recovered = recovered();
		assertThat(recovered).hasSizeLessThan(all.size()).isEqualTo(all.subList(100 - recovered.size(), 100));
	}

	@Test
	void keepsASegmentThatIsNotInItsPlaceYet() throws Exception {
		CountDownLatch inPlace = new CountDownLatch(1);
		Journal journal = begin(SMALL, () -> await(inPlace));
		List<String> all = new ArrayList<>();
		while (Files.size(Segment.path(this.directory, 1)) == 0) {
			all.add("record %060d".formatted(all.size()));
			append(journal, all.get(all.size() - 1));
		}
		journal.flush(false);
		// as after a crash before or behind the end of the checkpoint
		assertThat(recovered()).isEqualTo(all);
		inPlace.countDown();
		assertThat(recovered()).isEqualTo(all);
	}

	@Test
	void canBeForcedByTheCheckpointThatAWriterWaitsFor() throws Exception {
		CountDownLatch full = new CountDownLatch(1);
		Journal journal = begin(SMALL, (Journal.Checkpoint) (force) -> {
			await(full);
			force.run();
		});
		List<String> all = new ArrayList<>();
		CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
			for (int i = 0; i < 40; i++) {
				all.add("record %060d".formatted(i));
				append(journal, all.get(i));
			}
		});
		while (Files.size(Segment.path(this.directory, 1)) == 0) {
			Thread.onSpinWait();
		}
		full.countDown();
		writer.get(30, TimeUnit.SECONDS);
		journal.flush(true);
		List<String> last = recovered();
		assertThat(last).isNotEmpty().isEqualTo(all.subList(all.size() - last.size(), all.size()));
	}

	@Test
	void takesNothingMoreOnceTheDiskIsFull() throws IOException {
		Journal journal = begin();
		force(journal, "one");
		this.disk.fill();
		append(journal, "two");
		assertFull(() -> journal.flush(true));
		assertFull(() -> append(journal, "three"));
		assertFull(() -> journal.flush(false));
		assertThat(recovered()).containsExactly("one");
	}

	@Test
	void forcesOnlyWhatIsNotOnTheDiskYet() throws IOException {
		Journal journal = begin();
		force(journal, "first");
		int before = this.disk.forces();
		journal.flush(true);
		assertThat(this.disk.forces()).isEqualTo(before);
		append(journal, "second", "third");
		journal.flush(true);
		assertThat(this.disk.forces()).isEqualTo(before + 1);
	}

	@Test
	void takesNothingMoreOnceTheDiskHasFailed() throws IOException {
		Journal journal = begin();
		this.disk.breakDown();
		append(journal, "one");
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> journal.flush(true))
			.withMessageContaining("Input/output error");
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> append(journal, "two"));
	}

	@Test
	void takesNothingMoreOnceACheckpointHasFailed() throws IOException {
		Journal journal = begin(SMALL, () -> {
			throw new IllegalStateException("No space left on device");
		});
		assertFull(() -> {
			for (int i = 0; i < 100; i++) {
				append(journal, "record %060d".formatted(i));
			}
		});
		assertFull(() -> journal.flush(true));
	}

	private static void assertFull(Runnable work) {
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(work::run)
			.withMessageContaining("No space left on device")
			.withMessageContaining("free the disk");
	}

	@Test
	void outlivesTheInterruptOfAWriter() throws IOException {
		Journal journal = begin();
		Thread.currentThread().interrupt();
		force(journal, "one");
		assertThat(Thread.interrupted()).isTrue();
		force(journal, "two");
		assertThat(recovered()).containsExactly("one", "two");
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
