package io.tito.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * What it costs to force a small write to the disk: below that no durable commit can be
 * answered.
 *
 * @param medianMicros the median
 * @param slowMicros what one in a hundred takes at least
 */
public record Disk(long medianMicros, long slowMicros) {

	private static final int BYTES = 4096;

	private static final int TIMES = 500;

	/**
	 * Measure the disk that {@code java.io.tmpdir} names.
	 * @return what it costs
	 * @throws IOException if it cannot be written
	 */
	public static Disk measure() throws IOException {
		long[] nanos = new long[TIMES];
		try (TemporaryDirectory directory = TemporaryDirectory.create();
				FileChannel file = open(directory.path().resolve("forced"))) {
			for (int i = 0; i < TIMES; i++) {
				long from = System.nanoTime();
				file.write(ByteBuffer.allocate(BYTES));
				file.force(false);
				nanos[i] = System.nanoTime() - from;
			}
		}
		Arrays.sort(nanos);
		return new Disk(nanos[TIMES / 2] / 1000, nanos[TIMES * 99 / 100] / 1000);
	}

	private static FileChannel open(Path path) throws IOException {
		return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
	}

	@Override
	public String toString() {
		return "%d us to force 4 KiB to the disk, %d us for one in a hundred".formatted(this.medianMicros,
				this.slowMicros);
	}

}
