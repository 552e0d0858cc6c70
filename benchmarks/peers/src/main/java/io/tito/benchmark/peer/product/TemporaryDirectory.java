package io.tito.benchmark.peer.product;

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
record TemporaryDirectory(Path path) implements AutoCloseable {

	static TemporaryDirectory create() throws IOException {
		return new TemporaryDirectory(Files.createTempDirectory("tito-peer-"));
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
