package io.tito.key;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeyWriterTests {

	private static final int PAIRS = 20_000;

	private final long seed = Long.getLong("tito.test.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	@Test
	void writesTheBytesThatAreStoredForEver() {
		assertBytes("05", (Object) null);
		assertBytes("10", false);
		assertBytes("11", true);
		assertBytes("208000000000000000", 0);
		assertBytes("207fffffffffffffff", -1L);
		assertBytes("20800000000000002a", (short) 42);
		assertBytes("28bff0000000000000", 1.0);
		assertBytes("28400fffffffffffff", -1.0);
		assertBytes("288000000000000000", -0.0);
		assertBytes("3061c3a90001", "aé");
		assertBytes("300001", "");
		assertBytes("306100ff620001", "a\0b");
		assertBytes("3400ff010001", new byte[] { 0, 1 });
		assertBytes("3041534d0001", Language.ASM);
		assertBytes("40000000000000000100000000000000ff", new UUID(1, 255));
		assertBytes("50800000000000000100000002", Instant.ofEpochSecond(1, 2));
		assertBytes("548000000000000001", LocalDate.of(1970, 1, 2));
		assertBytes("2401", new BigDecimal("0.00"));
		assertBytes("240280000000000000020d2300", new BigDecimal("12.34"));
		assertBytes("24007ffffffffffffffdf2dcff", new BigDecimal("-12.34"));
	}

	@Test
	void writesOneKeyForEqualDecimals() {
		assertThat(KeyWriter.keyOf(new BigDecimal("1.0"))).isEqualTo(KeyWriter.keyOf(new BigDecimal("1.000")));
		assertThat(KeyWriter.keyOf(new BigDecimal("100"))).isEqualTo(KeyWriter.keyOf(new BigDecimal("1E+2")));
	}

	@Test
	void writesIntegersOfEveryWidthAlike() {
		assertThat(KeyWriter.keyOf((byte) 7)).isEqualTo(KeyWriter.keyOf(7L)).isEqualTo(KeyWriter.keyOf(7));
	}

	@Test
	void keepsTheOrderOfIntegers() {
		keepsOrder(this::anyLong, Comparator.naturalOrder());
	}

	@Test
	void keepsTheOrderOfDoubles() {
		keepsOrder(this::anyDouble, (a, b) -> (a.doubleValue() == b.doubleValue()) ? 0 : Double.compare(a, b));
	}

	@Test
	void keepsTheOrderOfDecimals() {
		keepsOrder(this::anyDecimal, Comparator.naturalOrder());
	}

	@Test
	void keepsTheOrderOfTextsByCodePoint() {
		keepsOrder(this::anyText, (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray()));
	}

	@Test
	void keepsTheOrderOfBytes() {
		keepsOrder(this::anyBytes, Arrays::compareUnsigned);
	}

	@Test
	void keepsTheOrderOfUuidsAsTexts() {
		keepsOrder(this::anyUuid, Comparator.comparing(UUID::toString));
	}

	@Test
	void keepsTheOrderOfInstants() {
		keepsOrder(this::anyInstant, Comparator.naturalOrder());
	}

	@Test
	void keepsTheOrderOfDates() {
		keepsOrder(() -> LocalDate.ofEpochDay(this.random.nextInt(2_000_000) - 1_000_000L), Comparator.naturalOrder());
	}

	@Test
	void keepsTheOrderOfTuples() {
		Comparator<Object[]> order = Comparator.<Object[], String>comparing((tuple) -> (String) tuple[0],
				(a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray()));
		Comparator<Object[]> whole = order.thenComparing((tuple) -> (Long) tuple[1]);
		for (int i = 0; i < PAIRS; i++) {
			Object[] a = { anyText(), anyLong() };
			Object[] b = { this.random.nextBoolean() ? a[0] : anyText(), anyLong() };
			assertThat(Integer.signum(KeyWriter.keyOf(a).compareTo(KeyWriter.keyOf(b))))
				.as("seed %d, %s and %s", this.seed, Arrays.toString(a), Arrays.toString(b))
				.isEqualTo(Integer.signum(whole.compare(a, b)));
		}
	}

	@Test
	void turnsTheOrderOfDescendingValuesRound() {
		assertThat(new KeyWriter().writeDescending(null).toKey().bytes()).containsExactly(0xfa);
		for (int i = 0; i < PAIRS; i++) {
			String a = anyText();
			String b = this.random.nextBoolean() ? a : anyText();
			Key descendingA = new KeyWriter().writeDescending(a).write(i).toKey();
			Key descendingB = new KeyWriter().writeDescending(b).write(i).toKey();
			assertThat(Integer.signum(descendingA.compareTo(descendingB))).as("seed %d, %s and %s", this.seed, a, b)
				.isEqualTo(Integer.signum(KeyWriter.keyOf(b).compareTo(KeyWriter.keyOf(a))));
		}
	}

	@Test
	void readsBackDescendingValuesAmongOthers() {
		for (int i = 0; i < PAIRS; i++) {
			Object[] values = { anyText(), anyLong(), null, anyUuid(), anyInstant(), false, normal(anyDecimal()) };
			KeyWriter writer = new KeyWriter();
			for (Object value : values) {
				writer.writeDescending(value).write(i);
			}
			KeyReader reader = new KeyReader(writer.toKey(), 0);
			for (Object value : values) {
				Object read = reader.read();
				assertThat((read instanceof BigDecimal decimal) ? normal(decimal) : read).as("seed %d", this.seed)
					.isEqualTo(value);
				assertThat(reader.read()).isEqualTo((long) i);
			}
			assertThat(reader.hasNext()).isFalse();
		}
	}

	@Test
	void sharesTheBeginningOfTextsThatBeginAlike() {
		for (String beginning : List.of("", "a", "a\0", "é")) {
			Key prefix = KeyWriter.textPrefix(beginning);
			assertThat(KeyWriter.keyOf(beginning).startsWith(prefix)).isTrue();
			assertThat(KeyWriter.keyOf(beginning + "\0x").startsWith(prefix)).isTrue();
			assertThat(KeyWriter.keyOf("b" + beginning).startsWith(prefix)).isEqualTo(beginning.isEmpty());
		}
		assertThat(KeyWriter.keyOf("ab").startsWith(KeyWriter.textPrefix("a\0"))).isFalse();
	}

	@Test
	void beginsNoEncodingWithAnother() {
		List<Key> keys = new ArrayList<>();
		for (String text : List.of("", "a", "a\0", "a\0b", "a\1", "a\0\0", "ab")) {
			keys.add(KeyWriter.keyOf(text));
		}
		for (Key one : keys) {
			assertThat(keys).filteredOn((other) -> other.startsWith(one)).containsExactly(one);
		}
	}

	@Test
	void readsBackWhatWasWritten() {
		for (int i = 0; i < PAIRS; i++) {
			Object[] values = { anyText(), anyLong(), null, anyUuid(), anyInstant(), true, anyDecimal(),
					LocalDate.ofEpochDay(i) };
			KeyReader reader = new KeyReader(Key.of("p:").append(KeyWriter.keyOf(values)), 2);
			List<Object> read = new ArrayList<>();
			while (reader.hasNext()) {
				read.add(reader.read());
			}
			values[6] = normal((BigDecimal) values[6]);
			read.set(6, normal((BigDecimal) read.get(6)));
			assertThat(read).as("seed %d", this.seed).containsExactly(values);
		}
	}

	@Test
	void readsBackDoublesAndBytes() {
		for (double value : new double[] { 0, 1.5, -1.5, Double.MIN_VALUE, -Double.MAX_VALUE,
				Double.NEGATIVE_INFINITY }) {
			assertThat(new KeyReader(KeyWriter.keyOf(value), 0).read()).isEqualTo(value);
		}
		assertThat(new KeyReader(KeyWriter.keyOf(new byte[] { 0, -1, 0 }), 0).read())
			.isEqualTo(new byte[] { 0, -1, 0 });
	}

	@Test
	void refusesDamagedBytes() {
		Key key = KeyWriter.keyOf("text");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new KeyReader(Key.wrap(Arrays.copyOf(key.bytes(), 3)), 0).read())
			.withMessageContaining("byte 0 of a key of 3 bytes");
		assertThatIllegalArgumentException().isThrownBy(() -> new KeyReader(Key.of("x"), 0).read());
	}

	@Test
	void refusesHalfOfASurrogatePair() {
		assertThatIllegalArgumentException().isThrownBy(() -> KeyWriter.keyOf("a\ud800"))
			.withMessageContaining("surrogate");
	}

	@Test
	void refusesOtherTypes() {
		assertThat(KeyWriter.supports(Object.class)).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> KeyWriter.keyOf(new Object()))
			.withMessageContaining("java.lang.Object cannot be part of a key");
		assertThatIllegalArgumentException().isThrownBy(() -> KeyWriter.keyOf(BigInteger.ONE));
	}

	private <T> void keepsOrder(Supplier<T> values, Comparator<? super T> order) {
		for (int i = 0; i < PAIRS; i++) {
			T a = values.get();
			T b = values.get();
			assertThat(
					Integer.signum(KeyWriter.keyOf(new Object[] { a }).compareTo(KeyWriter.keyOf(new Object[] { b }))))
				.as("seed %d, %s and %s", this.seed, a, b)
				.isEqualTo(Integer.signum(order.compare(a, b)));
		}
	}

	private Long anyLong() {
		return switch (this.random.nextInt(4)) {
			case 0 -> this.random.nextLong();
			case 1 -> Long.MIN_VALUE + this.random.nextInt(2);
			case 2 -> Long.MAX_VALUE - this.random.nextInt(2);
			default -> (long) this.random.nextInt(5) - 2;
		};
	}

	private Double anyDouble() {
		return switch (this.random.nextInt(4)) {
			case 0 -> Double.longBitsToDouble(this.random.nextLong() & ~(1L << 52));
			case 1 -> this.random.nextGaussian();
			case 2 -> this.random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
			default -> (this.random.nextInt(3) - 1) * 0.0;
		};
	}

	private BigDecimal anyDecimal() {
		return new BigDecimal(new BigInteger(this.random.nextInt(80), this.random), this.random.nextInt(12) - 6)
			.multiply(BigDecimal.valueOf(this.random.nextInt(3) - 1));
	}

	private String anyText() {
		int[] points = this.random.ints(this.random.nextInt(4), 0, 8)
			.map((i) -> new int[] { 0, 1, 'a', 0xff, 0x7ff, 0xfffd, 0x10000, 0x10ffff }[i])
			.toArray();
		return new String(points, 0, points.length);
	}

	private byte[] anyBytes() {
		byte[] bytes = new byte[this.random.nextInt(4)];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) (this.random.nextInt(4) - 2);
		}
		return bytes;
	}

	private UUID anyUuid() {
		return new UUID(this.random.nextLong(), this.random.nextLong());
	}

	private Instant anyInstant() {
		return Instant.ofEpochSecond(this.random.nextInt(5) - 2L, this.random.nextInt(3));
	}

	private static BigDecimal normal(BigDecimal value) {
		return (value.signum() == 0) ? BigDecimal.ZERO : value.stripTrailingZeros();
	}

	private static void assertBytes(String hex, Object value) {
		assertThat(HexFormat.of().formatHex(KeyWriter.keyOf(new Object[] { value }).bytes())).isEqualTo(hex);
	}

	private enum Language {

		ASM

	}

}
