package io.tito.embedded.storage.rocks;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Tells which keys surely were never added. A chain of Bloom filters, each larger than
 * the one before, see Almeida et al., "Scalable Bloom Filters" (2007); about one in 400
 * keys that were not added is not told apart. Not thread-safe.
 */
final class KeyFilter {

	private static final int BITS_PER_KEY = 16;

	private static final int PROBES = 4;

	private static final int FIRST_WORDS = 1 << 10;

	private static final int GROWTH = 8;

	private static final long SPREAD = 0x9e3779b97f4a7c15L;

	private final List<long[]> parts = new ArrayList<>(List.of(new long[FIRST_WORDS]));

	/** How many more keys the last part takes. */
	private int room = capacity(FIRST_WORDS);

	private static int capacity(int words) {
		return words * Long.SIZE / BITS_PER_KEY;
	}

	void add(byte[] place) {
		long hash = hash(place);
		if (!mayHave(hash)) {
			if (this.room == 0) {
				grow();
			}
			set(last(), hash);
			this.room--;
		}
	}

	private void grow() {
		long[] next = new long[last().length * GROWTH];
		this.parts.add(next);
		this.room = capacity(next.length);
	}

	private long[] last() {
		return this.parts.get(this.parts.size() - 1);
	}

	/**
	 * Whether a key may have been added.
	 * @param place a place of the key, see {@link VersionKeys}
	 * @return false if it surely was not
	 */
	boolean mayHave(byte[] place) {
		return mayHave(hash(place));
	}

	private boolean mayHave(long hash) {
		for (long[] part : this.parts) {
			if (isSet(part, hash)) {
				return true;
			}
		}
		return false;
	}

	private static long hash(byte[] place) {
		CRC32C crc = new CRC32C();
		crc.update(place, 0, place.length - Long.BYTES);
		long spread = crc.getValue() * SPREAD;
		return spread ^ (spread >>> Integer.SIZE);
	}

	private static void set(long[] part, long hash) {
		for (int i = 0; i < PROBES; i++) {
			int bit = bit(part, hash, i);
			part[bit / Long.SIZE] |= 1L << bit;
		}
	}

	private static boolean isSet(long[] part, long hash) {
		for (int i = 0; i < PROBES; i++) {
			int bit = bit(part, hash, i);
			if ((part[bit / Long.SIZE] & 1L << bit) == 0) {
				return false;
			}
		}
		return true;
	}

	// two halves of one hash serve as well as several hashes (Kirsch and Mitzenmacher)
	private static int bit(long[] part, long hash, int probe) {
		long step = (hash >>> Integer.SIZE) | 1;
		return (int) (hash + probe * step) & (part.length * Long.SIZE - 1);
	}

}
