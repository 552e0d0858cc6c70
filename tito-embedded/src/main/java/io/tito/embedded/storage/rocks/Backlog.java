package io.tito.embedded.storage.rocks;

import java.util.ArrayList;
import java.util.List;

import io.tito.embedded.storage.journal.Uninterrupted;
import org.jspecify.annotations.Nullable;

/**
 * Batches that the journal has and the tables have not yet: several become one, which
 * costs little more than each of them. Whoever reads the tables clears it before.
 * <p>
 * What the journal has not forced to the disk may get to the tables, but never to their
 * files: while these are written, it is forced before. Thread-safe.
 */
final class Backlog {

	private final Database database;

	private final Object clearing = new Object();

	private List<byte[]> batches = new ArrayList<>();

	private long last;

	private volatile long added;

	private volatile long cleared;

	private @Nullable RuntimeException failure;

	/** Set while the tables are written to files. */
	private volatile @Nullable Runnable force;

	Backlog(Database database) {
		this.database = database;
	}

	/**
	 * Add a batch.
	 * @param batch the batch, see {@link BatchBytes}
	 * @param sequence its place in the journal, greater than those of all before
	 * @throws RuntimeException if an earlier one could not be written
	 */
	synchronized void add(byte[] batch, long sequence) {
		if (this.failure != null) {
			throw this.failure;
		}
		this.batches.add(batch);
		this.last = sequence;
		this.added++;
	}

	/**
	 * Write all batches that were added before to the tables.
	 * @return how many batches there were ever
	 * @throws RuntimeException if they, or earlier ones, could not be written
	 */
	long clear() {
		long before = this.added;
		if (this.cleared < before) {
			synchronized (this.clearing) {
				writeAll();
			}
		}
		return before;
	}

	/**
	 * Clear this if it costs no force.
	 */
	void clearWhatIsCheap() {
		if (this.force == null) {
			clear();
		}
	}

	/**
	 * Write to files what is in the tables.
	 * @param forceJournal forces everything that was added to the disk, where the journal
	 * is
	 * @param files writes them; what gets to the tables meanwhile was forced before
	 */
	void whileForced(Runnable forceJournal, Runnable files) {
		// whoever writes to the tables has finished, or sees that it must force before
		synchronized (this.clearing) {
			writeAll();
			this.force = () -> Uninterrupted.run(forceJournal);
		}
		try {
			// what has got there
			forceJournal.run();
			files.run();
		}
		finally {
			this.force = null;
		}
	}

	private void writeAll() {
		Group group = takeAll();
		if (group.batches().isEmpty()) {
			return;
		}
		try {
			Runnable first = this.force;
			if (first != null) {
				first.run();
			}
			this.database.apply(BatchBytes.join(group.batches()), group.last());
			this.cleared += group.batches().size();
		}
		catch (RuntimeException ex) {
			fail(ex);
			throw ex;
		}
	}

	private synchronized Group takeAll() {
		if (this.failure != null) {
			throw this.failure;
		}
		Group group = new Group(this.batches, this.last);
		this.batches = new ArrayList<>();
		return group;
	}

	// what is in the journal only would be missed by whoever reads on
	private synchronized void fail(RuntimeException cause) {
		this.failure = cause;
	}

	private record Group(List<byte[]> batches, long last) {
	}

}
