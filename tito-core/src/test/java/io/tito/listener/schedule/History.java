package io.tito.listener.schedule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import io.tito.listener.EventMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What happened, in memory or in a file to which each line is appended at once, so that
 * nothing of it is lost if the process is killed. Thread-safe.
 */
final class History implements AutoCloseable {

	private final Collection<Happening> lines = new ConcurrentLinkedQueue<>();

	private final @Nullable FileChannel file;

	private History(@Nullable FileChannel file) {
		this.file = file;
	}

	static History inMemory() {
		return new History(null);
	}

	static History in(Path file) {
		try {
			return new History(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void add(Happening.Kind kind, String event) {
		add(Happening.published(kind, event));
	}

	void add(Happening.Kind kind, String event, EventMetadata delivered) {
		add(new Happening(kind, event, delivered.group(), delivered.attempt(), delivered.epoch(), System.nanoTime()));
	}

	void replayed(String group) {
		add(new Happening(Happening.Kind.REPLAYED, "", group, 0, 0, System.nanoTime()));
	}

	private void add(Happening happening) {
		if (this.file == null) {
			this.lines.add(happening);
			return;
		}
		try {
			this.file.write(ByteBuffer.wrap((happening.toLine() + "\n").getBytes(StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<Happening> all() {
		return List.copyOf(this.lines);
	}

	/**
	 * Read what several processes have written. The last line of one that was killed may
	 * be cut off, and is left out.
	 * @param directory where the files are, and nothing else
	 */
	static List<Happening> read(Path directory) {
		List<Happening> all = new ArrayList<>();
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.toList()) {
				String text = Files.readString(file);
				text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Happening::parse).forEach(all::add);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return all;
	}

	@Override
	public void close() {
		try {
			if (this.file != null) {
				this.file.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
