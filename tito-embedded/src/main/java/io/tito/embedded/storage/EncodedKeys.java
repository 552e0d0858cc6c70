package io.tito.embedded.storage;

import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.UnsafeByteOperations;

/**
 * The form of keys in messages of PD, in regions and on disk: groups of eight bytes, each
 * followed by a byte that tells how many of them are padding. Keeps the order of keys,
 * and no encoded key begins with another.
 */
public final class EncodedKeys {

	private static final int GROUP = 8;

	private static final int MARKER = 0xff;

	private static final byte[] PADDING = new byte[GROUP];

	private EncodedKeys() {
	}

	/**
	 * Encode a region's bound.
	 * @param bound a raw key, empty for none
	 * @return the encoded key; empty stays empty
	 */
	public static ByteString encodeBound(ByteString bound) {
		return bound.isEmpty() ? bound : encode(bound);
	}

	public static ByteString encode(ByteString key) {
		return ByteString.copyFrom(encode(key, 0));
	}

	/**
	 * Encode a key and leave room behind it.
	 * @param key the key
	 * @param room how many bytes
	 * @return the encoded key and zeros
	 */
	public static byte[] encode(ByteString key, int room) {
		byte[] encoded = new byte[(key.size() / GROUP + 1) * (GROUP + 1) + room];
		byte[] raw = key.toByteArray();
		int to = 0;
		for (int from = 0; from <= raw.length; from += GROUP) {
			int length = Math.min(GROUP, raw.length - from);
			System.arraycopy(raw, from, encoded, to, length);
			encoded[to + GROUP] = (byte) (MARKER - (GROUP - length));
			to += GROUP + 1;
		}
		return encoded;
	}

	/**
	 * Decode a key.
	 * @param encoded what may be an encoded key
	 * @return the raw key, or empty if nothing encodes to this
	 */
	public static Optional<ByteString> decode(ByteString encoded) {
		return Optional.ofNullable(decode(encoded.toByteArray(), encoded.size()));
	}

	/**
	 * Decode the beginning of an array.
	 * @param encoded what may begin with an encoded key
	 * @param length the length of the beginning
	 * @return the raw key, or null if nothing encodes to this
	 */
	public static @Nullable ByteString decode(byte[] encoded, int length) {
		int last = length - GROUP - 1;
		if (last < 0 || length % (GROUP + 1) != 0) {
			return null;
		}
		int padding = MARKER - (encoded[length - 1] & MARKER);
		int end = length - 1 - padding;
		if (padding < 1 || padding > GROUP || !Arrays.equals(encoded, end, length - 1, PADDING, 0, padding)) {
			return null;
		}
		byte[] raw = new byte[length / (GROUP + 1) * GROUP - padding];
		int to = 0;
		for (int from = 0; from < last; from += GROUP + 1) {
			if (encoded[from + GROUP] != (byte) MARKER) {
				return null;
			}
			System.arraycopy(encoded, from, raw, to, GROUP);
			to += GROUP;
		}
		System.arraycopy(encoded, last, raw, to, GROUP - padding);
		return UnsafeByteOperations.unsafeWrap(raw);
	}

}
