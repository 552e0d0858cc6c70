package io.tito.embedded.storage.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A disk that knows what was forced to it, and shows what a crash of the machine may
 * leave: of what was not forced, any sectors, others as they were before or, where
 * nothing was promised, with anything in them. It can be full.
 */
final class Disk {

	private static final int SECTOR = 512;

	private final Map<Path, Forced> forced = new ConcurrentHashMap<>();

	private final AtomicInteger forces = new AtomicInteger();

	private final Set<Thread> forcedBy = ConcurrentHashMap.newKeySet();

	private volatile boolean full;

	private volatile boolean broken;

	/**
	 * What a file had when it was forced.
	 *
	 * @param content its content
	 * @param written how much of it was written since it was begun
	 */
	private record Forced(byte[] content, long written) {
	}

	Segment open(Path path) throws IOException {
		Segment segment = new Observed(path);
		this.forced.put(path, new Forced(Files.readAllBytes(path), 0));
		return segment;
	}

	int forces() {
		return this.forces.get();
	}

	/**
	 * The threads that have forced a file.
	 */
	Set<Thread> forcedBy() {
		return this.forcedBy;
	}

	void fill() {
		this.full = true;
	}

	void breakDown() {
		this.broken = true;
	}

	/**
	 * Leave in a directory what a crash may leave of these files.
	 */
	void crash(Path to, Random random) throws IOException {
		for (Map.Entry<Path, Forced> each : this.forced.entrySet()) {
			byte[] content = Files.readAllBytes(each.getKey());
			Forced before = each.getValue();
			lose(content, before, random);
			boolean shorter = random.nextInt(4) == 0;
			Files.write(to.resolve(each.getKey().getFileName()),
					shorter ? Arrays.copyOf(content, before.content().length) : content);
		}
	}

	private static void lose(byte[] content, Forced before, Random random) {
		boolean garbles = random.nextInt(3) == 0;
		for (int at = 0; at < content.length; at += SECTOR) {
			int end = Math.min(content.length, at + SECTOR);
			byte[] old = Arrays.copyOf(Arrays.copyOfRange(before.content(), Math.min(at, before.content().length),
					Math.min(end, before.content().length)), end - at);
			if (!Arrays.equals(content, at, end, old, 0, old.length) && random.nextBoolean()) {
				if (garbles && at >= before.written()) {
					random.nextBytes(old);
				}
				System.arraycopy(old, 0, content, at, old.length);
			}
		}
	}

	private final class Observed extends Segment {

		private final Path path;

		private Observed(Path path) throws IOException {
			super(path);
			this.path = path;
		}

		@Override
		void write(byte[] bytes, int length) throws IOException {
			if (Disk.this.full) {
				throw new IOException("No space left on device");
			}
			super.write(bytes, length);
		}

		@Override
		void force() throws IOException {
			Disk.this.forcedBy.add(Thread.currentThread());
			if (Disk.this.broken) {
				throw new IOException("Input/output error");
			}
			super.force();
			Disk.this.forces.incrementAndGet();
			Disk.this.forced.put(this.path, new Forced(Files.readAllBytes(this.path), written()));
		}

	}

}
