package io.tito.embedded.storage.rocks;

import io.tito.embedded.storage.KeyRange;
import org.rocksdb.RocksIterator;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Walks over raw keys.
 */
final class RawScan {

	private final RocksIterator iterator;

	private final KeyRange range;

	private final boolean descending;

	RawScan(RocksIterator iterator, KeyRange range, boolean descending) {
		this.iterator = iterator;
		this.range = range;
		this.descending = descending;
		if (!descending) {
			iterator.seek(range.start().toByteArray());
		}
		else if (range.end().isEmpty()) {
			iterator.seekToLast();
		}
		else {
			seekBefore(range.end());
		}
	}

	private void seekBefore(ByteString end) {
		this.iterator.seekForPrev(end.toByteArray());
		if (this.iterator.isValid() && key().equals(end)) {
			this.iterator.prev();
		}
	}

	boolean isInside() {
		return this.iterator.isValid() && this.range.contains(key());
	}

	ByteString key() {
		return ByteString.copyFrom(this.iterator.key());
	}

	void next() {
		if (this.descending) {
			this.iterator.prev();
		}
		else {
			this.iterator.next();
		}
	}

}
