package io.tito.embedded.storage;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.tikv.shade.com.google.protobuf.ByteString;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The encoding of keys, both ways.
 */
class EncodedKeysTests {

	private final long seed = System.nanoTime();

	private final Random random = new Random(this.seed);

	@Test
	void decodesWhatItEncodes() {
		System.out.println("EncodedKeysTests seed " + this.seed);
		for (int length = 0; length < 40; length++) {
			byte[] key = new byte[length];
			this.random.nextBytes(key);
			ByteString raw = ByteString.copyFrom(key);
			assertThat(EncodedKeys.decode(EncodedKeys.encode(raw))).contains(raw);
			byte[] withRoom = EncodedKeys.encode(raw, 8);
			assertThat(EncodedKeys.decode(withRoom, withRoom.length - 8)).isEqualTo(raw);
		}
	}

	/**
	 * One form for each key: whatever decodes is what that key encodes to.
	 */
	@Test
	void refusesWhatNothingEncodesTo() {
		System.out.println("EncodedKeysTests seed " + this.seed);
		int decoded = 0;
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = EncodedKeys.encode(ByteString.copyFrom(new byte[this.random.nextInt(20)]), 0);
			bytes[this.random.nextInt(bytes.length)] = (byte) (this.random.nextInt(12) - 11);
			byte[] damaged = Arrays.copyOf(bytes, bytes.length - ((this.random.nextInt(4) == 0) ? 1 : 0));
			ByteString key = EncodedKeys.decode(damaged, damaged.length);
			if (key != null) {
				decoded++;
				assertThat(EncodedKeys.encode(key, 0)).isEqualTo(damaged);
			}
		}
		assertThat(decoded).isBetween(1, 19_999);
	}

}
