package io.tito.embedded.storage.rocks;

import java.util.Arrays;
import java.util.Objects;

import io.tito.embedded.storage.KeyRange;
import io.tito.embedded.storage.Write;
import org.jspecify.annotations.Nullable;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Walks over the keys of a table of records, at the newest record of each.
 */
final class KeyCursor implements AutoCloseable {

	private static final int STEPS_BEFORE_SEEK = 8;

	private final KeptIterator iterator;

	private final byte[] first;

	/** Null if there is none. */
	private final byte @Nullable [] end;

	private final boolean descending;

	private final boolean values;

	private final byte[] header = new byte[RecordCodec.HEADER];

	private byte[] place = new byte[0];

	private @Nullable ByteString key;

	/**
	 * Start.
	 * @param iterator an iterator over the table, to be closed by this
	 * @param range the keys
	 * @param descending whether the greatest comes first
	 * @param values whether values are wanted
	 */
	KeyCursor(KeptIterator iterator, KeyRange range, boolean descending, boolean values) {
		this.iterator = iterator;
		this.first = VersionKeys.before(range.start());
		this.end = range.end().isEmpty() ? null : VersionKeys.before(range.end());
		this.descending = descending;
		this.values = values;
		try {
			begin();
		}
		catch (RuntimeException ex) {
			iterator.close();
			throw ex;
		}
	}

	private void begin() {
		if (!this.descending) {
			this.iterator.seek(this.first);
		}
		else if (this.end == null) {
			this.iterator.seekToLast();
		}
		else {
			this.iterator.seekBackwards(this.end);
		}
		arrive(this.iterator.place());
	}

	private void arrive(byte @Nullable [] found) {
		if (found == null || !isInside(found)) {
			this.key = null;
			return;
		}
		this.key = VersionKeys.key(found);
		this.place = this.descending ? newestOf(found) : found;
	}

	private boolean isInside(byte[] found) {
		return this.descending ? Arrays.compareUnsigned(found, this.first) >= 0
				: this.end == null || Arrays.compareUnsigned(found, this.end) < 0;
	}

	private byte[] newestOf(byte[] oldest) {
		this.iterator.seek(Arrays.copyOf(oldest, oldest.length - Long.BYTES));
		return Objects.requireNonNull(this.iterator.place());
	}

	/**
	 * The key that the cursor is at.
	 * @return the key, or null at the end
	 */
	@Nullable ByteString key() {
		return this.key;
	}

	/**
	 * The newest record there.
	 * @return the record; with an empty value if none are wanted
	 */
	Write newest() {
		long commitTs = VersionKeys.commitTs(this.place);
		if (this.values) {
			return RecordCodec.decodeWrite(commitTs, this.iterator.value());
		}
		this.iterator.value(this.header);
		return RecordCodec.decodeWrite(commitTs, this.header);
	}

	void next() {
		if (this.descending) {
			this.iterator.previous();
			arrive(this.iterator.place());
		}
		else {
			arrive(behindVersions());
		}
	}

	private byte @Nullable [] behindVersions() {
		for (int i = 0; i < STEPS_BEFORE_SEEK; i++) {
			this.iterator.next();
			byte[] found = this.iterator.place();
			if (found == null || !VersionKeys.isSameKey(found, this.place)) {
				return found;
			}
		}
		this.iterator.seek(VersionKeys.behind(this.place));
		return this.iterator.place();
	}

	@Override
	public void close() {
		this.iterator.close();
	}

}
