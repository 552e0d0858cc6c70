package io.tito.log;

import java.nio.charset.StandardCharsets;

/**
 * Chooses the partition of a key: murmur3 (x86, 32 bits, seed 0) of its UTF-8 bytes, read
 * as an unsigned number, modulo the number of partitions. What is stored depends on it,
 * so it never changes.
 */
public final class Partitioner {

	private static final int C1 = 0xcc9e2d51;

	private static final int C2 = 0x1b873593;

	private Partitioner() {
	}

	/**
	 * The partition of a key.
	 * @param key the key
	 * @param partitions how many there are
	 * @return the number of the partition, from 0
	 */
	public static int partition(String key, int partitions) {
		return Integer.remainderUnsigned(hash(key), partitions);
	}

	/**
	 * What the partition of a key follows from, for those who learn the number of
	 * partitions later.
	 * @param key the key
	 * @return its hash, to be read as an unsigned number
	 */
	public static int hash(String key) {
		return hash(key.getBytes(StandardCharsets.UTF_8));
	}

	static int hash(byte[] bytes) {
		int hash = 0;
		int blocks = bytes.length & ~3;
		for (int i = 0; i < blocks; i += 4) {
			hash = Integer.rotateLeft(hash ^ mix(block(bytes, i, 4)), 13) * 5 + 0xe6546b64;
		}
		hash ^= mix(block(bytes, blocks, bytes.length - blocks));
		return finish(hash ^ bytes.length);
	}

	private static int block(byte[] bytes, int from, int length) {
		int block = 0;
		for (int i = length - 1; i >= 0; i--) {
			block = (block << 8) | (bytes[from + i] & 0xff);
		}
		return block;
	}

	private static int mix(int block) {
		return Integer.rotateLeft(block * C1, 15) * C2;
	}

	private static int finish(int hash) {
		int mixed = (hash ^ (hash >>> 16)) * 0x85ebca6b;
		mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
		return mixed ^ (mixed >>> 16);
	}

}
