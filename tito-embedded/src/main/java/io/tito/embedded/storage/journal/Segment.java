package io.tito.embedded.storage.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of the journal. It grows by zeros, much at a time, so that what is written to it
 * lies nearly always over something: to force that does not wait for the file system's
 * own journal, as the end of a growing file does. Used by one thread at a time, but for
 * {@link #force()}.
 */
class Segment implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Segment.class);

	private static final byte[] STEP = new byte[1 << 20];

	// unlike a channel it is not closed when the thread that writes is interrupted
	private final RandomAccessFile file;

	private long allocated;

	private long written;

	Segment(Path path) throws IOException {
		this.file = new RandomAccessFile(path.toFile(), "rw");
		this.allocated = this.file.length();
	}

	static Path path(Path directory, int number) {
		return directory.resolve("segment-" + number);
	}

	static ByteBuffer content(Path directory, int number) throws IOException {
		return ByteBuffer.wrap(Files.readAllBytes(path(directory, number)));
	}

	/**
	 * Write over what is there, from the beginning.
	 */
	void restart() {
		this.written = 0;
	}

	long written() {
		return this.written;
	}

	void write(byte[] bytes, int length) throws IOException {
		reserve(this.written + length);
		this.file.seek(this.written);
		this.file.write(bytes, 0, length);
		this.written += length;
	}

	private void reserve(long bytes) throws IOException {
		while (this.allocated < bytes) {
			this.file.seek(this.allocated);
			this.file.write(STEP);
			this.allocated += STEP.length;
		}
	}

	/**
	 * Wait until everything written until now is on the disk. Thread-safe.
	 */
	void force() throws IOException {
		// an interrupt would close the file
		boolean interrupted = Thread.interrupted();
		try {
			this.file.getChannel().force(false);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public void close() {
		try {
			this.file.close();
		}
		catch (IOException ex) {
			logger.debug("A file of the journal could not be closed", ex);
		}
	}

}
