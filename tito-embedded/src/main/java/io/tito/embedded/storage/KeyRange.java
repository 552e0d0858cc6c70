package io.tito.embedded.storage;

import java.util.Comparator;
import java.util.NavigableMap;

import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * A range of keys.
 *
 * @param start the first key, inclusive; empty means from the first key of all
 * @param end the end, exclusive; empty means to the last key of all
 */
public record KeyRange(ByteString start, ByteString end) {

	public static final KeyRange ALL = new KeyRange(ByteString.EMPTY, ByteString.EMPTY);

	private static final Comparator<ByteString> ORDER = ByteString.unsignedLexicographicalComparator();

	public boolean contains(ByteString key) {
		return startsAtOrBefore(key) && endsBehind(key);
	}

	public boolean startsAtOrBefore(ByteString key) {
		return this.start.isEmpty() || ORDER.compare(this.start, key) <= 0;
	}

	public boolean startsAtOrAfter(ByteString key) {
		return ORDER.compare(this.start, key) >= 0;
	}

	/**
	 * Whether keys at or behind the given one can lie in this range.
	 * @param key a key
	 * @return true if the end is behind the key
	 */
	public boolean endsBehind(ByteString key) {
		return this.end.isEmpty() || ORDER.compare(key, this.end) < 0;
	}

	/**
	 * Whether the given end of another range lies inside this one.
	 * @param otherEnd an exclusive end, empty for "to the last key of all"
	 * @return true if it does
	 */
	public boolean endsAtOrAfter(ByteString otherEnd) {
		return this.end.isEmpty() || (!otherEnd.isEmpty() && ORDER.compare(otherEnd, this.end) <= 0);
	}

	/**
	 * The part of another range that lies in this one.
	 * @param other the other range
	 * @return the common part, possibly empty
	 */
	public KeyRange clip(KeyRange other) {
		ByteString first = startsAtOrBefore(other.start) ? other.start : this.start;
		return new KeyRange(first, endsAtOrAfter(other.end) ? other.end : this.end);
	}

	/**
	 * Whether no key at all can lie in this range.
	 * @return true if the end is not behind the start
	 */
	public boolean isEmpty() {
		return !this.end.isEmpty() && ORDER.compare(this.start, this.end) >= 0;
	}

	/**
	 * The part of a map whose keys are in this range.
	 * @param <V> the type of the values
	 * @param map a map in the order of unsigned bytes
	 * @return a view
	 */
	public <V> NavigableMap<byte[], V> of(NavigableMap<byte[], V> map) {
		byte[] first = this.start.toByteArray();
		if (this.end.isEmpty()) {
			return map.tailMap(first, true);
		}
		return map.subMap(first, true, isEmpty() ? first : this.end.toByteArray(), false);
	}

}
