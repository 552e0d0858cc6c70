package io.tito.embedded.storage.rocks;

import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.Write;
import org.jspecify.annotations.Nullable;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * The records of one key, read when they are asked for.
 *
 * @param key the key
 * @param storage where they are
 * @param newestKnown the newest put or delete, if it was read already; without its value
 * if none is wanted
 */
record RocksRecords(ByteString key, RocksStorage storage, @Nullable Write newestKnown) implements KeyRecords {

	@Override
	public @Nullable Lock lock() {
		return this.storage.lock(this.key);
	}

	@Override
	public @Nullable Write newest(long atMost) {
		Write data = newestData(atMost);
		Write mark = this.storage.newest(Table.MARKS, this.key, atMost);
		if (data == null || mark == null) {
			return (data != null) ? data : mark;
		}
		// a commit takes the place of another transaction's rollback at the same
		// timestamp
		return (data.commitTs() >= mark.commitTs()) ? data : mark;
	}

	@Override
	public boolean mayHaveSince(long timestamp) {
		return this.storage.mayHaveSince(this.key, timestamp);
	}

	@Override
	public @Nullable Write newestData(long atMost) {
		if (this.newestKnown != null && this.newestKnown.commitTs() <= atMost) {
			return this.newestKnown;
		}
		return this.storage.newest(Table.DATA, this.key, atMost);
	}

}
