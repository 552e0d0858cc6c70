package io.tito.embedded.storage.rocks;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Write;
import org.jspecify.annotations.Nullable;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Walks over the keys of several tables and over locked keys at once, in order, each key
 * once.
 */
final class KeyMerge {

	private static final Comparator<ByteString> ORDER = ByteString.unsignedLexicographicalComparator();

	private final RocksStorage storage;

	private final KeyCursor data;

	private final List<KeyCursor> cursors;

	private final Iterator<byte[]> locked;

	private final Comparator<ByteString> order;

	private @Nullable ByteString nextLocked;

	/**
	 * Start.
	 * @param storage where the records are
	 * @param cursors the tables' cursors, that of puts and deletes first
	 * @param locked the locked keys, in the cursors' direction
	 * @param descending whether the greatest key comes first
	 */
	KeyMerge(RocksStorage storage, List<KeyCursor> cursors, Iterator<byte[]> locked, boolean descending) {
		this.storage = storage;
		this.data = cursors.get(0);
		this.cursors = cursors;
		this.locked = locked;
		this.order = descending ? ORDER.reversed() : ORDER;
		advanceLocked();
	}

	private void advanceLocked() {
		this.nextLocked = this.locked.hasNext() ? ByteString.copyFrom(this.locked.next()) : null;
	}

	void visit(Predicate<? super KeyRecords> visitor) {
		ByteString key = first();
		while (key != null && visitor.test(records(key))) {
			advance(key);
			key = first();
		}
	}

	private @Nullable ByteString first() {
		ByteString first = this.nextLocked;
		for (KeyCursor cursor : this.cursors) {
			ByteString key = cursor.key();
			if (key != null && (first == null || this.order.compare(key, first) < 0)) {
				first = key;
			}
		}
		return first;
	}

	private KeyRecords records(ByteString key) {
		Write newest = key.equals(this.data.key()) ? this.data.newest() : null;
		return new RocksRecords(key, this.storage, newest);
	}

	private void advance(ByteString key) {
		if (key.equals(this.nextLocked)) {
			advanceLocked();
		}
		for (KeyCursor cursor : this.cursors) {
			if (key.equals(cursor.key())) {
				cursor.next();
			}
		}
	}

}
