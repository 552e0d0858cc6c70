package io.tito.embedded.pd;

import java.io.ByteArrayOutputStream;

import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * The form of keys in messages of PD and in regions: groups of eight bytes, each followed
 * by a byte that tells how many of them are padding.
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
		ByteArrayOutputStream out = new ByteArrayOutputStream((key.size() / GROUP + 1) * (GROUP + 1));
		for (int from = 0; from <= key.size(); from += GROUP) {
			int length = Math.min(GROUP, key.size() - from);
			for (int i = 0; i < GROUP; i++) {
				out.write((i < length) ? key.byteAt(from + i) : 0);
			}
			out.write(MARKER - (GROUP - length));
		}
		return ByteString.copyFrom(out.toByteArray());
	}

}
