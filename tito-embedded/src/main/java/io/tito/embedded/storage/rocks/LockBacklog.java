package io.tito.embedded.storage.rocks;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Changes of locks that the journal has and {@link Table#LOCKS} has not. A lock that
 * comes and goes between two checkpoints, as nearly all do, is never in there.
 * Thread-safe.
 */
final class LockBacklog {

	/** The keys in the table, once what was taken is written. */
	private final Set<ByteString> stored = new HashSet<>();

	private LockChanges changes = new LockChanges();

	/**
	 * The table has locks.
	 * @param keys their keys
	 */
	synchronized void stored(Collection<byte[]> keys) {
		keys.forEach((key) -> this.stored.add(ByteString.copyFrom(key)));
	}

	/**
	 * Add changes.
	 * @param more changes, which the journal has
	 */
	synchronized void add(LockChanges more) {
		more.forEach((key, lock) -> lock.ifPresentOrElse((put) -> this.changes.put(key, put), () -> remove(key)));
	}

	private void remove(ByteString key) {
		if (this.stored.contains(key)) {
			this.changes.remove(key);
		}
		else {
			this.changes.forget(key);
		}
	}

	/**
	 * Take what is to be written to the table.
	 * @return all changes that were added before
	 */
	synchronized LockChanges take() {
		LockChanges taken = this.changes;
		this.changes = new LockChanges();
		taken
			.forEach((key, lock) -> lock.ifPresentOrElse((put) -> this.stored.add(key), () -> this.stored.remove(key)));
		return taken;
	}

}
