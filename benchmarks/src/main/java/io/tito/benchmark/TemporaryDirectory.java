package io.tito.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory that is gone with everything in it when it is closed. It lies where
 * {@code java.io.tmpdir} says: that disk is measured.
 *
 * @param path where it is
 */
public record TemporaryDirectory(Path path) implements AutoCloseable {

	/**
	 * Make one.
	 * @return an empty directory
	 * @throws IOException if it cannot be made
	 */
	public static TemporaryDirectory create() throws IOException {
		return new TemporaryDirectory(Files.createTempDirectory("tito-benchmark-"));
	}

	long mebibytes() throws IOException {
		try (Stream<Path> found = Files.walk(this.path)) {
			return found.filter(Files::isRegularFile).mapToLong((file) -> file.toFile().length()).sum() >> 20;
		}
	}

	@Override
	public void close() {
		try (Stream<Path> found = Files.walk(this.path)) {
			List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
			for (Path each : deepestFirst) {
				Files.delete(each);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The directory " + this.path + " could not be deleted; delete it by hand",
					ex);
		}
	}

}
