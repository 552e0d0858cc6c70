package io.tito.embedded.storage.rocks;

import io.tito.embedded.storage.KeyRange;
import io.tito.embedded.storage.Write;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Walks over the keys of a table of records, at the newest record of each.
 */
final class KeyCursor implements AutoCloseable {

	private static final int STEPS_BEFORE_SEEK = 8;

	private final RocksIterator iterator;

	private final KeyRange range;

	private final boolean descending;

	private byte[] place = new byte[0];

	private @Nullable ByteString key;

	KeyCursor(RocksIterator iterator, KeyRange range, boolean descending) {
		this.iterator = iterator;
		this.range = range;
		this.descending = descending;
		if (!descending) {
			iterator.seek(VersionKeys.before(range.start()));
		}
		else if (range.end().isEmpty()) {
			iterator.seekToLast();
		}
		else {
			iterator.seekForPrev(VersionKeys.before(range.end()));
		}
		arrive();
	}

	private void arrive() {
		this.key = null;
		if (this.iterator.isValid()) {
			ByteString found = VersionKeys.key(this.iterator.key());
			if (this.range.contains(found)) {
				this.key = found;
				if (this.descending) {
					// from its oldest record to its newest
					this.iterator.seek(VersionKeys.before(found));
				}
				this.place = this.iterator.key();
			}
		}
		else {
			RocksStorage.check(this.iterator);
		}
	}

	/**
	 * The key that the cursor is at.
	 * @return the key, or null at the end
	 */
	@Nullable ByteString key() {
		return this.key;
	}

	Write newest() {
		return RecordCodec.decodeWrite(VersionKeys.commitTs(this.place), this.iterator.value());
	}

	void next() {
		if (this.descending) {
			this.iterator.prev();
		}
		else {
			skipVersions();
		}
		arrive();
	}

	private void skipVersions() {
		for (int i = 0; i < STEPS_BEFORE_SEEK; i++) {
			this.iterator.next();
			if (!this.iterator.isValid() || !VersionKeys.isSameKey(this.iterator.key(), this.place)) {
				return;
			}
		}
		this.iterator.seek(VersionKeys.behind(this.place));
	}

	@Override
	public void close() {
		this.iterator.close();
	}

}
