package io.tito.embedded.storage.rocks;

import java.util.Arrays;

import io.tito.embedded.storage.EncodedKeys;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Where a write record lies: {@code encoded key | inverted commit timestamp}, so that the
 * records of a key are together, the newest first.
 */
final class VersionKeys {

	private VersionKeys() {
	}

	static byte[] of(ByteString key, long commitTs) {
		byte[] place = EncodedKeys.encode(key, Long.BYTES);
		long inverted = ~commitTs;
		for (int i = 1; i <= Long.BYTES; i++) {
			place[place.length - i] = (byte) inverted;
			inverted >>>= Byte.SIZE;
		}
		return place;
	}

	static long commitTs(byte[] place) {
		long inverted = 0;
		for (int i = place.length - Long.BYTES; i < place.length; i++) {
			inverted = inverted << Byte.SIZE | place[i] & 0xff;
		}
		return ~inverted;
	}

	static ByteString key(byte[] place) {
		ByteString key = EncodedKeys.decode(place, place.length - Long.BYTES);
		if (key == null) {
			throw new IllegalStateException(
					"The data directory is damaged: it has a key of " + place.length + " bytes that is no record's");
		}
		return key;
	}

	static boolean isSameKey(byte[] one, byte[] other) {
		return Arrays.equals(one, 0, one.length - Long.BYTES, other, 0, other.length - Long.BYTES);
	}

	/**
	 * A place before all records of a key, and behind those of all smaller ones.
	 * @param key the key
	 * @return the place
	 */
	static byte[] before(ByteString key) {
		return EncodedKeys.encode(key, 0);
	}

	/**
	 * A place behind all records of the key of a place.
	 * @param place the place
	 * @return the place behind
	 */
	static byte[] behind(byte[] place) {
		byte[] behind = Arrays.copyOf(place, place.length + 1);
		Arrays.fill(behind, place.length - Long.BYTES, behind.length, (byte) 0xff);
		return behind;
	}

}
