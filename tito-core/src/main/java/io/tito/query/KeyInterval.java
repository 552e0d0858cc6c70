package io.tito.query;

import java.util.Arrays;

import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * Keys that a query reads.
 *
 * @param from the smallest key
 * @param to the end, itself not read
 * @param fixed how many bytes at the beginning are the same for all; the bytes behind
 * them order the hits
 */
record KeyInterval(Key from, Key to, int fixed) {

	/**
	 * What is left behind a place.
	 */
	KeyInterval behind(@Nullable Key place, boolean reverse) {
		if (place == null) {
			return this;
		}
		Key prefix = Key.wrap(Arrays.copyOf(this.from.bytes(), this.fixed));
		Key at = prefix.append(place);
		if (reverse) {
			return new KeyInterval(this.from, (at.compareTo(this.to) < 0) ? at : this.to, this.fixed);
		}
		return new KeyInterval((at.compareTo(this.from) < 0) ? this.from : at.next(), this.to, this.fixed);
	}

	boolean contains(Key key) {
		return key.compareTo(this.from) >= 0 && key.compareTo(this.to) < 0;
	}

	Key order(Key key) {
		return Key.wrap(key.suffix(this.fixed));
	}

}
