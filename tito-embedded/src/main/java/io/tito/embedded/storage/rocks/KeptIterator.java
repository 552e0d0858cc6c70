package io.tito.embedded.storage.rocks;

import java.util.Arrays;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * An iterator over a table that is used again: to make one costs more than to move it.
 * Each call of the library costs more than the work it does, so that there is one for
 * each thing that is asked. Used by one thread at a time.
 */
final class KeptIterator implements AutoCloseable {

	/** Room for most places, so that the library need not be asked for one twice. */
	private static final int USUAL_PLACE = 256;

	private final RocksIterator iterator;

	private final Consumer<KeptIterator> giveBack;

	private byte[] buffer = new byte[USUAL_PLACE];

	private long seen;

	/**
	 * Make one.
	 * @param iterator an iterator over the table
	 * @param seen the number of the last change that it sees
	 * @param giveBack takes it when it is closed
	 */
	KeptIterator(RocksIterator iterator, long seen, Consumer<KeptIterator> giveBack) {
		this.iterator = iterator;
		this.seen = seen;
		this.giveBack = giveBack;
	}

	/**
	 * See everything up to a change.
	 * @param changes its number
	 * @return this
	 */
	KeptIterator refreshed(long changes) {
		if (this.seen != changes) {
			try {
				this.iterator.refresh();
			}
			catch (RocksDBException ex) {
				// nobody gets it back, and what is open still when all is closed crashes
				// the JVM
				free();
				throw Database.failed(ex);
			}
			this.seen = changes;
		}
		return this;
	}

	void seek(byte[] place) {
		this.iterator.seek(place);
	}

	void seekBackwards(byte[] place) {
		this.iterator.seekForPrev(place);
	}

	void seekToLast() {
		this.iterator.seekToLast();
	}

	void next() {
		this.iterator.next();
	}

	void previous() {
		this.iterator.prev();
	}

	/**
	 * Where the iterator is.
	 * @return a place of the table, null at its end
	 */
	byte @Nullable [] place() {
		if (!this.iterator.isValid()) {
			RocksStorage.check(this.iterator);
			return null;
		}
		int length = this.iterator.key(this.buffer);
		if (length > this.buffer.length) {
			this.buffer = new byte[length];
			this.iterator.key(this.buffer);
		}
		return Arrays.copyOf(this.buffer, length);
	}

	byte[] value() {
		return this.iterator.value();
	}

	/**
	 * The beginning of the value.
	 * @param beginning is filled with it; the value must be as long at least
	 */
	void value(byte[] beginning) {
		this.iterator.value(beginning);
	}

	@Override
	public void close() {
		this.giveBack.accept(this);
	}

	/**
	 * Free it; it is not used again.
	 */
	void free() {
		this.iterator.close();
	}

}
