package io.tito.embedded.storage.rocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A directory that one server owns: {@code format} says what it is, {@code lock} is held
 * while a server runs, {@code db} is RocksDB's. It is complete once {@code format} is
 * there; what has another form is refused and not touched.
 */
final class DataDirectory implements AutoCloseable {

	private static final String MAGIC = "tito-embedded";

	private static final int VERSION = 1;

	private static final String FORMAT = "format";

	private static final String NEW_FORMAT = "format.new";

	private static final String LOCK = "lock";

	private static final String DATABASE = "db";

	private final Path path;

	private final boolean complete;

	private @Nullable FileChannel channel;

	private DataDirectory(Path path, boolean complete) {
		this.path = path;
		this.complete = complete;
	}

	/**
	 * Own a directory.
	 * @param path the directory, which is made if it is not there
	 * @param clusterId the cluster whose data it has or will have
	 * @return the directory
	 * @throws UncheckedIOException if it is another's or cannot be used
	 */
	static DataDirectory own(Path path, long clusterId) {
		try {
			boolean complete = check(path, clusterId);
			Files.createDirectories(path);
			DataDirectory directory = new DataDirectory(path, complete);
			directory.lock();
			if (!complete) {
				Files.writeString(path.resolve(NEW_FORMAT), format(clusterId));
			}
			return directory;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"The data directory '" + path + "' cannot be used (" + ex + "); check its permissions", ex);
		}
	}

	private static String format(long clusterId) {
		return MAGIC + "\nformat " + VERSION + "\ncluster " + clusterId + "\n";
	}

	private static boolean check(Path path, long clusterId) throws IOException {
		if (Files.exists(path) && !Files.isDirectory(path)) {
			throw refused(path, "is not a directory; choose another", new NotDirectoryException(path.toString()));
		}
		Path format = path.resolve(FORMAT);
		if (!Files.exists(format)) {
			checkEmpty(path);
			return false;
		}
		String found = Files.readString(format);
		if (!found.equals(format(clusterId))) {
			throw refused(path, difference(found, clusterId), new IOException("unexpected content of " + format));
		}
		if (!Files.isDirectory(path.resolve(DATABASE))) {
			throw refused(path, "is damaged: its database is missing; restore it or choose another",
					new NoSuchFileException(path.resolve(DATABASE).toString()));
		}
		return true;
	}

	// what an interrupted first start leaves may be used: nothing was promised yet
	private static void checkEmpty(Path path) throws IOException {
		Set<String> names = Set.of();
		if (Files.exists(path)) {
			try (Stream<Path> files = Files.list(path)) {
				names = files.map((file) -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
			}
		}
		boolean interrupted = Set.of(LOCK, NEW_FORMAT, DATABASE).containsAll(names)
				&& (!names.contains(DATABASE) || names.contains(NEW_FORMAT));
		if (!interrupted) {
			throw refused(path, "holds other files; choose an empty one",
					new IOException("no file '" + FORMAT + "' in " + path));
		}
	}

	private static String difference(String found, long clusterId) {
		if (!found.startsWith(MAGIC + "\n")) {
			return "belongs to something else; choose another";
		}
		if (!found.startsWith(MAGIC + "\nformat " + VERSION + "\n")) {
			return "has another format than " + VERSION + "; use the version of the server that wrote it";
		}
		return "belongs to another cluster than " + clusterId + "; give its id or choose another directory";
	}

	private static UncheckedIOException refused(Path path, String reason, IOException cause) {
		return new UncheckedIOException("The data directory '" + path + "' " + reason, cause);
	}

	private void lock() throws IOException {
		FileChannel opened = FileChannel.open(this.path.resolve(LOCK), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE);
		if (tryLock(opened) == null) {
			opened.close();
			throw refused(this.path, "is used by another server; stop that or choose another directory",
					new IOException("locked"));
		}
		this.channel = opened;
	}

	private static @Nullable FileLock tryLock(FileChannel opened) throws IOException {
		try {
			return opened.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			// a server in this JVM
			return null;
		}
	}

	boolean isComplete() {
		return this.complete;
	}

	Path database() {
		return this.path.resolve(DATABASE);
	}

	UncheckedIOException damaged(Exception cause) {
		return refused(this.path, "is damaged (" + cause.getMessage() + "); restore it or choose another",
				new IOException(cause));
	}

	/**
	 * Say that the database is there: from now on it must be.
	 */
	void complete() {
		try {
			if (!this.complete) {
				Files.move(this.path.resolve(NEW_FORMAT), this.path.resolve(FORMAT), StandardCopyOption.ATOMIC_MOVE);
			}
		}
		catch (IOException ex) {
			throw refused(this.path, "cannot be written to; check its permissions", ex);
		}
	}

	@Override
	public void close() {
		try {
			if (this.channel != null) {
				this.channel.close();
			}
		}
		catch (IOException ex) {
			throw refused(this.path, "cannot be left", ex);
		}
	}

}
