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
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tito.embedded.storage.journal.Recovery;
import org.jspecify.annotations.Nullable;

/**
 * A directory that one server owns: {@code format} says what it is, {@code lock} is held
 * while a server runs, {@code db} is RocksDB's, {@code journal} has what is not in there
 * yet. It is complete once {@code format} is there; what has another form is refused and
 * not touched. The first format had no journal of its own; the second had all locks in
 * the database. They become this one: until then what is written is what they are.
 */
final class DataDirectory implements AutoCloseable {

	private static final String MAGIC = "tito-embedded";

	private static final int VERSION = 3;

	private static final int WITHOUT_JOURNAL = 1;

	private static final int LOCKS_IN_TABLES = 2;

	private static final List<Integer> VERSIONS = List.of(WITHOUT_JOURNAL, LOCKS_IN_TABLES, VERSION);

	private static final String FORMAT = "format";

	private static final String NEW_FORMAT = "format.new";

	private static final String LOCK = "lock";

	private static final String DATABASE = "db";

	private static final String JOURNAL = "journal";

	private final Path path;

	private final long clusterId;

	private final boolean complete;

	private final boolean journaled;

	private final boolean current;

	private @Nullable FileChannel channel;

	private DataDirectory(Path path, long clusterId, int version) {
		this.path = path;
		this.clusterId = clusterId;
		this.complete = version > 0;
		this.journaled = version > WITHOUT_JOURNAL;
		this.current = version == VERSION;
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
			int version = check(path, clusterId);
			Files.createDirectories(path);
			DataDirectory directory = new DataDirectory(path, clusterId, version);
			directory.lock();
			if (!directory.complete) {
				Files.writeString(path.resolve(NEW_FORMAT), format(VERSION, clusterId));
			}
			return directory;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"The data directory '" + path + "' cannot be used (" + ex + "); check its permissions", ex);
		}
	}

	private static String format(int version, long clusterId) {
		return MAGIC + "\nformat " + version + "\ncluster " + clusterId + "\n";
	}

	/**
	 * Check what is there.
	 * @return its version, or 0 if there is nothing yet
	 */
	private static int check(Path path, long clusterId) throws IOException {
		if (Files.exists(path) && !Files.isDirectory(path)) {
			throw refused(path, "is not a directory; choose another", new NotDirectoryException(path.toString()));
		}
		Path format = path.resolve(FORMAT);
		if (!Files.exists(format)) {
			checkEmpty(path);
			return 0;
		}
		String found = Files.readString(format);
		int version = VERSIONS.stream().filter((each) -> found.equals(format(each, clusterId))).findAny().orElse(0);
		if (version == 0) {
			throw refused(path, difference(found, clusterId), new IOException("unexpected content of " + format));
		}
		if (!Files.isDirectory(path.resolve(DATABASE))) {
			throw refused(path, "is damaged: its database is missing; restore it or choose another",
					new NoSuchFileException(path.resolve(DATABASE).toString()));
		}
		return version;
	}

	// what an interrupted first start leaves may be used: nothing was promised yet
	private static void checkEmpty(Path path) throws IOException {
		Set<String> names = Set.of();
		if (Files.exists(path)) {
			try (Stream<Path> files = Files.list(path)) {
				names = files.map((file) -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
			}
		}
		boolean interrupted = Set.of(LOCK, NEW_FORMAT, DATABASE, JOURNAL).containsAll(names)
				&& (names.contains(NEW_FORMAT) || !(names.contains(DATABASE) || names.contains(JOURNAL)));
		if (!interrupted) {
			throw refused(path, "holds other files; choose an empty one",
					new IOException("no file '" + FORMAT + "' in " + path));
		}
	}

	private static String difference(String found, long clusterId) {
		if (!found.startsWith(MAGIC + "\n")) {
			return "belongs to something else; choose another";
		}
		if (VERSIONS.stream().noneMatch((each) -> found.startsWith(MAGIC + "\nformat " + each + "\n"))) {
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

	Path journal() {
		return this.path.resolve(JOURNAL);
	}

	/**
	 * What has to be applied to the database.
	 * @return what the journal says
	 * @throws UncheckedIOException if the journal is damaged
	 */
	Recovery recovery() {
		try {
			return this.journaled ? Recovery.read(journal()) : Recovery.NOTHING;
		}
		catch (IOException ex) {
			throw damaged(ex);
		}
	}

	UncheckedIOException damaged(Exception cause) {
		return refused(this.path, "is damaged (" + cause.getMessage() + "); restore it or choose another",
				new IOException(cause));
	}

	/**
	 * Say that the database and the journal are there: from now on they must be.
	 */
	void complete() {
		try {
			if (!this.current) {
				Files.writeString(this.path.resolve(NEW_FORMAT), format(VERSION, this.clusterId));
				force(this.path.resolve(NEW_FORMAT));
				force(journal());
				Files.move(this.path.resolve(NEW_FORMAT), this.path.resolve(FORMAT), StandardCopyOption.ATOMIC_MOVE);
				force(this.path);
			}
		}
		catch (IOException ex) {
			throw refused(this.path, "cannot be written to; check its permissions", ex);
		}
	}

	private static void force(Path path) throws IOException {
		try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
			file.force(true);
		}
		catch (IOException ex) {
			// not every system can force a directory
			if (!Files.isDirectory(path)) {
				throw ex;
			}
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
