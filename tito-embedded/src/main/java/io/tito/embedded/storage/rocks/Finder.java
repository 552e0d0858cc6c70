package io.tito.embedded.storage.rocks;

import io.tito.embedded.storage.Write;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Finds records of a table, with an iterator that it keeps: to make one costs more than
 * to seek. Used by one thread at a time.
 */
final class Finder implements AutoCloseable {

	private final RocksIterator iterator;

	private long seen;

	/**
	 * Make one.
	 * @param iterator an iterator over the table
	 * @param seen the number of the last change that it sees
	 */
	Finder(RocksIterator iterator, long seen) {
		this.iterator = iterator;
		this.seen = seen;
	}

	/**
	 * The newest record of a key at or below a timestamp.
	 * @param place where a record of that timestamp would be
	 * @param changes the number of the last change
	 * @return the record, or null if there is none
	 */
	@Nullable Write newest(byte[] place, long changes) {
		refresh(changes);
		this.iterator.seek(place);
		if (!this.iterator.isValid()) {
			RocksStorage.check(this.iterator);
			return null;
		}
		byte[] found = this.iterator.key();
		return VersionKeys.isSameKey(found, place)
				? RecordCodec.decodeWrite(VersionKeys.commitTs(found), this.iterator.value()) : null;
	}

	private void refresh(long changes) {
		if (this.seen == changes) {
			return;
		}
		try {
			this.iterator.refresh();
			this.seen = changes;
		}
		catch (RocksDBException ex) {
			throw new IllegalStateException("The data directory cannot be read (" + ex.getMessage() + ")", ex);
		}
	}

	@Override
	public void close() {
		this.iterator.close();
	}

}
