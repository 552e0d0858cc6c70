package io.tito.embedded.storage;

import java.util.Arrays;
import java.util.Optional;

import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * The form of keys in messages of PD, in regions and on disk: groups of eight bytes, each
 * followed by a byte that tells how many of them are padding. Keeps the order of keys,
 * and no encoded key begins with another.
 */
public final class EncodedKeys {

	private static final int GROUP = 8;

	private static final int MARKER = 0xff;

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
		int groups = encoded.size() / (GROUP + 1);
		if (groups == 0) {
			return Optional.empty();
		}
		int padding = MARKER - (encoded.byteAt(groups * (GROUP + 1) - 1) & MARKER);
		byte[] bytes = encoded.toByteArray();
		byte[] raw = new byte[groups * GROUP];
		for (int i = 0; i < groups; i++) {
			System.arraycopy(bytes, i * (GROUP + 1), raw, i * GROUP, GROUP);
		}
		ByteString key = ByteString.copyFrom(Arrays.copyOf(raw, raw.length - Math.min(padding, GROUP)));
		// one form per key: whatever is wrong with the bytes shows here
		return encode(key).equals(encoded) ? Optional.of(key) : Optional.empty();
	}

}
