package io.tito.client;

import io.tito.key.Key;

/**
 * A range to read: {@code from} (inclusive) to {@code to} (exclusive), in either
 * direction.
 *
 * @param from the smallest key of the range
 * @param to the end of the range, itself not in it
 * @param limit the most entries to return, at least 1
 * @param reverse whether to begin at the end of the range
 * @param keysOnly whether values are left out
 */
public record Scan(Key from, Key to, int limit, boolean reverse, boolean keysOnly) {

	public Scan {
		if (limit < 1) {
			throw new IllegalArgumentException("A scan needs a limit of at least 1, not " + limit);
		}
	}

	public static Scan range(Key from, Key to) {
		return new Scan(from, to, Integer.MAX_VALUE, false, false);
	}

	public static Scan prefix(Key prefix) {
		return range(prefix, prefix.prefixEnd());
	}

	public Scan limit(int most) {
		return new Scan(this.from, this.to, most, this.reverse, this.keysOnly);
	}

	public Scan reversed() {
		return new Scan(this.from, this.to, this.limit, true, this.keysOnly);
	}

	public Scan withoutValues() {
		return new Scan(this.from, this.to, this.limit, this.reverse, true);
	}

	public boolean isEmpty() {
		return this.from.compareTo(this.to) >= 0;
	}

}
