package io.tito.client.internal.region;

import java.util.Arrays;

import io.tito.key.Key;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.UnsafeByteOperations;

/**
 * The form of keys in talks with PD and in bounds of regions: groups of eight bytes, each
 * followed by a marker that says how many of them count. Requests to stores carry keys as
 * they are.
 */
final class EncodedKey {

	private static final int GROUP = 8;

	private static final int FULL = 0xff;

	private static final int EMPTY = FULL - GROUP;

	private EncodedKey() {
	}

	static ByteString encode(Key key) {
		byte[] bytes = key.bytes();
		byte[] encoded = new byte[(bytes.length / GROUP + 1) * (GROUP + 1)];
		int to = 0;
		for (int from = 0; from <= bytes.length; from += GROUP) {
			int count = Math.min(GROUP, bytes.length - from);
			System.arraycopy(bytes, from, encoded, to, count);
			encoded[to + GROUP] = (byte) (FULL - (GROUP - count));
			to += GROUP + 1;
		}
		return UnsafeByteOperations.unsafeWrap(encoded);
	}

	/**
	 * The smallest key that is not before a bound. Other users of a cluster may have
	 * split regions at bytes that encode no key.
	 * @param bound a bound, not empty
	 * @return the key
	 */
	static Key decode(ByteString bound) {
		byte[] encoded = bound.toByteArray();
		byte[] key = new byte[encoded.length];
		int length = 0;
		int from = 0;
		while (encoded.length - from > GROUP && (encoded[from + GROUP] & FULL) == FULL) {
			System.arraycopy(encoded, from, key, length, GROUP);
			length += GROUP;
			from += GROUP + 1;
		}
		byte[] group = Arrays.copyOfRange(encoded, from, from + GROUP);
		int marked = (encoded.length - from > GROUP) ? (encoded[from + GROUP] & FULL) - EMPTY : -1;
		int count = Math.max(significant(group), marked);
		System.arraycopy(group, 0, key, length, Math.min(count, key.length - length));
		Key decoded = Key.wrap(Arrays.copyOf(key, length + count));
		boolean more = encoded.length - from > GROUP + 1;
		return (more && count == marked) ? decoded.next() : decoded;
	}

	private static int significant(byte[] group) {
		int count = GROUP;
		while (count > 0 && group[count - 1] == 0) {
			count--;
		}
		return count;
	}

}
