package io.tito.embedded.storage.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

/**
 * Records what must survive a crash before it is in its final place. Two segments take
 * turns: when one is full, what it says is brought to its final place in the background
 * (a checkpoint) while the other is written; then it may be written over.
 * <p>
 * A record is in this process when {@link #append} returns, and at the operating system
 * or on the disk after {@link #flush}. After any failure nothing more is taken: what was
 * written before may be lost, whatever a later attempt says. Thread-safe.
 */
public final class Journal implements AutoCloseable {

	static final int SEGMENTS = 2;

	/** A start uses sequences of its own, told apart by their upper half. */
	private static final int START_BITS = 32;

	private static final int BUFFER = 1 << 16;

	private final List<Segment> segments = new ArrayList<>();

	private final int segmentBytes;

	private final Checkpoint checkpoint;

	private final byte[] buffer = new byte[BUFFER];

	private int buffered;

	private int current;

	private long first;

	private long next;

	private long forced;

	private CompletableFuture<Void> checkpointing = CompletableFuture.completedFuture(null);

	private @Nullable Throwable failure;

	private Journal(Opener opener, Path directory, int segmentBytes, Checkpoint checkpoint) throws IOException {
		this.segmentBytes = segmentBytes;
		this.checkpoint = checkpoint;
		for (int i = 0; i < SEGMENTS; i++) {
			this.segments.add(opener.open(Segment.path(directory, i)));
		}
	}

	/**
	 * Begin where an earlier journal has ended.
	 * @param directory where it is; made if it is not there
	 * @param before what it said; all of it must be in its final place
	 * @param segmentBytes the length at which a segment is full
	 * @param checkpoint brings everything appended before to its final place
	 * @return the journal
	 * @throws UncheckedIOException if it cannot be written
	 */
	public static Journal begin(Path directory, Recovery before, int segmentBytes, Checkpoint checkpoint) {
		return begin(Segment::new, directory, before, segmentBytes, checkpoint);
	}

	static Journal begin(Opener opener, Path directory, Recovery before, int segmentBytes, Checkpoint checkpoint) {
		try {
			Files.createDirectories(directory);
			Journal journal = new Journal(opener, directory, segmentBytes, checkpoint);
			// above everything that may lie behind a record lost in a crash of the
			// machine
			journal.next = ((before.lastSequence() >>> START_BITS) + 1) << START_BITS;
			journal.open((before.newest() + 1) % SEGMENTS, journal.next);
			return journal;
		}
		catch (IOException ex) {
			throw failed(ex);
		}
	}

	private void open(int number, long neededFrom) throws IOException {
		this.current = number;
		this.first = this.next;
		segment().restart();
		putFrame(ByteBuffer.allocate(Long.BYTES).putLong(neededFrom).array());
		forceAll();
	}

	private Segment segment() {
		return this.segments.get(this.current);
	}

	/**
	 * Append a record.
	 * @param record what it says
	 * @return its sequence, greater than those of all before
	 * @throws UncheckedIOException if the journal cannot be written, now or before
	 */
	public synchronized long append(byte[] record) {
		checkUsable();
		try {
			changeIfFull();
			putFrame(record);
			return this.next - 1;
		}
		catch (IOException ex) {
			throw fail(ex);
		}
	}

	private void changeIfFull() throws IOException {
		if (isFull()) {
			awaitCheckpoint();
		}
		// another may have changed meanwhile
		if (isFull()) {
			change();
		}
	}

	private boolean isFull() {
		return segment().written() + this.buffered >= this.segmentBytes;
	}

	private void change() throws IOException {
		forceAll();
		// what the full one says is not in its final place yet
		open((this.current + 1) % SEGMENTS, this.first);
		this.checkpointing = CompletableFuture.runAsync(this::runCheckpoint, Journal::inBackground);
		this.checkpointing.whenComplete((done, failed) -> wakeUp());
	}

	private void runCheckpoint() {
		this.checkpoint.run(() -> flush(true));
	}

	private synchronized void wakeUp() {
		notifyAll();
	}

	private static void inBackground(Runnable work) {
		Thread thread = new Thread(work, "tito-embedded-checkpoint");
		thread.setDaemon(true);
		thread.start();
	}

	private void awaitCheckpoint() throws IOException {
		awaitEndOfCheckpoint();
		checkUsable();
		try {
			this.checkpointing.join();
		}
		catch (CompletionException ex) {
			throw failed(Objects.requireNonNullElse(ex.getCause(), ex)).getCause();
		}
	}

	// others may use the journal meanwhile: the checkpoint does, to force it
	private void awaitEndOfCheckpoint() {
		boolean interrupted = false;
		while (!this.checkpointing.isDone()) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void putFrame(byte[] record) throws IOException {
		Frame frame = new Frame(this.next++, this.forced, ByteBuffer.wrap(record));
		put(frame.header(), Frame.HEADER);
		put(record, record.length);
		put(new byte[Long.BYTES], frame.size() - Frame.HEADER - record.length);
	}

	private void put(byte[] bytes, int length) throws IOException {
		if (length > this.buffer.length - this.buffered) {
			handOver();
		}
		if (length > this.buffer.length) {
			segment().write(bytes, length);
			return;
		}
		System.arraycopy(bytes, 0, this.buffer, this.buffered, length);
		this.buffered += length;
	}

	private void handOver() throws IOException {
		if (this.buffered > 0) {
			segment().write(this.buffer, this.buffered);
			this.buffered = 0;
		}
	}

	private void forceAll() throws IOException {
		handOver();
		Segment full = segment();
		try {
			Uninterrupted.run(() -> force(full));
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
		this.forced = this.next - 1;
	}

	private static void force(Segment segment) {
		try {
			segment.force();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Give everything appended until now to the operating system.
	 * @param force whether to wait until it is on the disk; only for threads that nobody
	 * interrupts
	 * @throws UncheckedIOException if the journal cannot be written, now or before
	 */
	public void flush(boolean force) {
		try {
			Reach reach = handOverAll();
			if (force && !reach.forced()) {
				// others may append meanwhile; a segment that is full by then was forced
				reach.segment().force();
				forced(reach.last());
			}
		}
		catch (IOException ex) {
			throw fail(ex);
		}
	}

	private synchronized Reach handOverAll() throws IOException {
		checkUsable();
		handOver();
		return new Reach(segment(), this.next - 1, this.forced == this.next - 1);
	}

	private synchronized void forced(long last) {
		this.forced = Math.max(this.forced, last);
	}

	/**
	 * How far the operating system has the journal.
	 *
	 * @param segment the segment
	 * @param last the sequence of the last record
	 * @param forced whether it is on the disk
	 */
	private record Reach(Segment segment, long last, boolean forced) {
	}

	private void checkUsable() {
		if (this.failure != null) {
			throw failed(this.failure);
		}
	}

	/**
	 * Take nothing more, because what was appended did not get to where it belongs.
	 * @param cause why
	 * @return to be thrown
	 */
	public synchronized UncheckedIOException fail(Throwable cause) {
		if (this.failure == null) {
			this.failure = cause;
		}
		return failed(cause);
	}

	/**
	 * What everybody is told whom a disk fails.
	 * @param cause what it says, or such a failure
	 * @return to be thrown
	 */
	public static UncheckedIOException failed(Throwable cause) {
		Throwable known = (cause instanceof UncheckedIOException) ? cause.getCause() : cause;
		IOException reason = (known instanceof IOException io) ? io : new IOException(known);
		return new UncheckedIOException("The data directory cannot be used (" + reason.getMessage()
				+ "); free the disk or repair it, and start the server again", reason);
	}

	/**
	 * Stop; if nothing has failed, with everything in its final place, so that the next
	 * start has nothing to apply.
	 * @throws UncheckedIOException if the journal cannot be written; what was forced is
	 * there at the next start nevertheless
	 */
	@Override
	public synchronized void close() {
		try {
			// whatever came of it, nothing of its may be freed before it ends
			awaitEndOfCheckpoint();
			if (this.failure == null && this.next > this.first + 1) {
				awaitCheckpoint();
				forceAll();
				runCheckpoint();
				open((this.current + 1) % SEGMENTS, this.next);
			}
		}
		catch (IOException | IllegalStateException ex) {
			throw fail(ex);
		}
		finally {
			this.segments.forEach(Segment::close);
		}
	}

	/**
	 * Brings everything appended until it begins to its final place, on the disk. Called
	 * by a thread of the journal's own, or by the one that closes it.
	 */
	@FunctionalInterface
	public interface Checkpoint {

		/**
		 * Do it.
		 * @param force forces everything appended until it is called to the disk, for a
		 * final place that must never be ahead of the journal
		 */
		void run(Runnable force);

	}

	/**
	 * Opens segments.
	 */
	interface Opener {

		Segment open(Path path) throws IOException;

	}

}
