package io.tito.client.internal.region;

import java.util.HexFormat;
import java.util.Random;

import io.tito.key.Key;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tikv.shade.com.google.protobuf.ByteString;

import static org.assertj.core.api.Assertions.assertThat;

class EncodedKeyTests {

	private static final HexFormat HEX = HexFormat.of();

	@ParameterizedTest
	@CsvSource({ "'', 0000000000000000f7", "61, 6100000000000000f8",
			"3132333435363738, 3132333435363738ff0000000000000000f7",
			"313233343536373839, 3132333435363738ff3900000000000000f8", "00, 0000000000000000f8",
			"ffffffffffffffff, ffffffffffffffffff0000000000000000f7" })
	void encodesAsTikvDoes(String key, String encoded) {
		byte[] bytes = HEX.parseHex(key);
		assertThat(HEX.formatHex(EncodedKey.encode(Key.wrap(bytes)).toByteArray())).isEqualTo(encoded);
		assertThat(EncodedKey.decode(ByteString.copyFrom(HEX.parseHex(encoded)))).isEqualTo(Key.wrap(bytes));
	}

	@Test
	void keepsOrder() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int i = 0; i < 2000; i++) {
			Key one = key(random);
			Key other = key(random);
			int encoded = ByteString.unsignedLexicographicalComparator()
				.compare(EncodedKey.encode(one), EncodedKey.encode(other));
			assertThat(Integer.signum(encoded)).as("seed %d", seed).isEqualTo(Integer.signum(one.compareTo(other)));
		}
	}

	@Test
	void findsTheFirstKeyBehindBoundsThatEncodeNoKey() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int i = 0; i < 50_000; i++) {
			ByteString bound = bound(random);
			Key first = EncodedKey.decode(bound);
			Key any = random.nextBoolean() ? key(random) : first.append(new byte[random.nextInt(2)]);
			boolean behind = ByteString.unsignedLexicographicalComparator().compare(EncodedKey.encode(any), bound) >= 0;
			assertThat(any.compareTo(first) >= 0)
				.as("seed %d, bound %s, key %s", seed, HEX.formatHex(bound.toByteArray()), HEX.formatHex(any.bytes()))
				.isEqualTo(behind);
		}
	}

	private static ByteString bound(Random random) {
		byte[] bytes = EncodedKey.encode(key(random)).toByteArray();
		for (int changes = random.nextInt(3); changes > 0; changes--) {
			bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
		}
		return ByteString.copyFrom(bytes, 0, 1 + random.nextInt(bytes.length));
	}

	private static Key key(Random random) {
		byte[] bytes = new byte[random.nextInt(20)];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) (random.nextInt(3) - 1);
		}
		return Key.wrap(bytes);
	}

}
