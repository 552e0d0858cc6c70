package io.tito.embedded.storage.rocks;

import io.tito.embedded.storage.KeyRange;
import org.jspecify.annotations.Nullable;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Walks over raw keys.
 */
final class RawScan implements AutoCloseable {

	private final KeptIterator iterator;

	private final KeyRange range;

	private final boolean descending;

	private boolean begun;

	/**
	 * Start before the first key.
	 * @param iterator an iterator over the table, to be closed by this
	 * @param range the keys
	 * @param descending whether the greatest comes first
	 */
	RawScan(KeptIterator iterator, KeyRange range, boolean descending) {
		this.iterator = iterator;
		this.range = range;
		this.descending = descending;
	}

	/**
	 * Go to the next key.
	 * @return the key, null at the end
	 */
	@Nullable ByteString next() {
		if (!this.begun) {
			this.begun = true;
			begin();
		}
		else if (this.descending) {
			this.iterator.previous();
		}
		else {
			this.iterator.next();
		}
		ByteString key = key();
		return (key != null && this.range.contains(key)) ? key : null;
	}

	private void begin() {
		if (!this.descending) {
			this.iterator.seek(this.range.start().toByteArray());
		}
		else if (this.range.end().isEmpty()) {
			this.iterator.seekToLast();
		}
		else {
			seekBefore(this.range.end());
		}
	}

	private void seekBefore(ByteString end) {
		this.iterator.seekBackwards(end.toByteArray());
		if (end.equals(key())) {
			this.iterator.previous();
		}
	}

	private @Nullable ByteString key() {
		byte[] place = this.iterator.place();
		return (place != null) ? ByteString.copyFrom(place) : null;
	}

	/**
	 * The value of the key where this is.
	 * @return the value
	 */
	ByteString value() {
		return ByteString.copyFrom(this.iterator.value());
	}

	@Override
	public void close() {
		this.iterator.close();
	}

}
