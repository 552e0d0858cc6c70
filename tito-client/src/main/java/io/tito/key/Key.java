package io.tito.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A key of TiKV: an immutable string of bytes, ordered as TiKV orders them (unsigned,
 * lexicographic, a prefix before what it begins).
 * <p>
 * {@link #toString()} shows at most the leading printable characters and the length, so
 * that keys may appear in messages and logs without giving away the values inside them.
 * Immutable and thread-safe.
 */
public final class Key implements Comparable<Key> {

	private static final int SHOWN = 24;

	private final byte[] bytes;

	private int hash;

	private Key(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * Wrap bytes that the caller will not change any more.
	 * @param bytes the bytes, not copied
	 * @return the key
	 */
	public static Key wrap(byte[] bytes) {
		return new Key(bytes);
	}

	/**
	 * The UTF-8 bytes of a text.
	 * @param text any text
	 * @return the key
	 */
	public static Key of(String text) {
		return new Key(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The bytes themselves, for those who hand them on; they must not be changed.
	 * @return the bytes, not copied
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	public int length() {
		return this.bytes.length;
	}

	public Key append(Key suffix) {
		return append(suffix.bytes);
	}

	public Key append(String suffix) {
		return append(suffix.getBytes(StandardCharsets.UTF_8));
	}

	public Key append(byte[] suffix) {
		byte[] joined = Arrays.copyOf(this.bytes, this.bytes.length + suffix.length);
		System.arraycopy(suffix, 0, joined, this.bytes.length, suffix.length);
		return new Key(joined);
	}

	/**
	 * The smallest key greater than this one.
	 * @return this key followed by a zero byte
	 */
	public Key next() {
		return new Key(Arrays.copyOf(this.bytes, this.bytes.length + 1));
	}

	/**
	 * The smallest key greater than every key that begins with this one: the exclusive
	 * end of a scan over a prefix.
	 * @return the end of the prefix
	 * @throws IllegalStateException if no such key exists (only bytes {@code ff})
	 */
	public Key prefixEnd() {
		for (int i = this.bytes.length - 1; i >= 0; i--) {
			if (this.bytes[i] != (byte) 0xff) {
				byte[] end = Arrays.copyOf(this.bytes, i + 1);
				end[i]++;
				return new Key(end);
			}
		}
		throw new IllegalStateException("No key follows the prefix " + this);
	}

	public boolean startsWith(Key prefix) {
		return this.bytes.length >= prefix.bytes.length
				&& Arrays.equals(this.bytes, 0, prefix.bytes.length, prefix.bytes, 0, prefix.bytes.length);
	}

	/**
	 * The bytes behind a prefix of the given length.
	 * @param from how many bytes to leave out
	 * @return a copy of the rest
	 */
	public byte[] suffix(int from) {
		return Arrays.copyOfRange(this.bytes, from, this.bytes.length);
	}

	/**
	 * The bytes read as UTF-8, for keys that are made of text.
	 * @return the text
	 */
	public String text() {
		return new String(this.bytes, StandardCharsets.UTF_8);
	}

	@Override
	public int compareTo(Key other) {
		return Arrays.compareUnsigned(this.bytes, other.bytes);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Key key && Arrays.equals(this.bytes, key.bytes);
	}

	@Override
	public int hashCode() {
		if (this.hash == 0) {
			this.hash = Arrays.hashCode(this.bytes);
		}
		return this.hash;
	}

	@Override
	public String toString() {
		StringBuilder shown = new StringBuilder();
		for (int i = 0; i < Math.min(SHOWN, this.bytes.length); i++) {
			if (this.bytes[i] < 0x20 || this.bytes[i] == 0x7f) {
				break;
			}
			shown.append((char) this.bytes[i]);
		}
		return shown.append((shown.length() < this.bytes.length) ? "…" : "")
			.append(" (")
			.append(this.bytes.length)
			.append(" bytes)")
			.toString();
	}

}
