package io.tito.key;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Writes values so that the bytes sort as the values do: for values of one kind,
 * {@code encode(a) < encode(b)} exactly if {@code a < b}. No encoding is the beginning of
 * another, so a sequence of values sorts as a tuple, can be read back by
 * {@link KeyReader}, and one value's encoding is a prefix of just those tuples that begin
 * with it.
 * <p>
 * Texts sort by code point, UUIDs as unsigned numbers (which is the order of their text),
 * decimals by value ({@code 1.0} and {@code 1.00} are one key), {@code -0.0} is
 * {@code 0.0}, NaN is the greatest double. Enums are written by name. Not thread-safe.
 */
public final class KeyWriter {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream(32);

	/**
	 * The encoding of some values, one after the other.
	 * @param values the values, each of a type that {@link #supports} names
	 * @return the bytes as a key
	 */
	public static Key keyOf(@Nullable Object... values) {
		KeyWriter writer = new KeyWriter();
		for (Object value : values) {
			writer.write(value);
		}
		return writer.toKey();
	}

	/**
	 * Whether values of a type can be written.
	 * @param type the declared type, primitive or not
	 * @return whether {@link #write} takes its values
	 */
	public static boolean supports(Class<?> type) {
		return type.isEnum() || type == String.class || type == UUID.class || type == Instant.class
				|| type == LocalDate.class || type == BigDecimal.class || type == byte[].class || type == boolean.class
				|| type == Boolean.class || isInteger(type) || isDouble(type);
	}

	/**
	 * Write a value of any supported type.
	 * @param value the value, or null, which sorts before everything
	 * @return this
	 * @throws IllegalArgumentException if its type is not supported, or a text is not
	 * valid Unicode
	 */
	public KeyWriter write(@Nullable Object value) {
		if (value == null) {
			this.out.write(ValueTag.NULL);
		}
		else if (value instanceof String text) {
			writeText(text);
		}
		else if (value instanceof Enum<?> constant) {
			writeText(constant.name());
		}
		else if (value instanceof Boolean flag) {
			this.out.write(flag ? ValueTag.TRUE : ValueTag.FALSE);
		}
		else if (value instanceof Number number) {
			writeNumber(number);
		}
		else {
			writeOther(value);
		}
		return this;
	}

	/**
	 * Write a value so that it sorts behind every greater one: each byte inverted. Null
	 * then sorts behind everything. {@link KeyReader} tells the direction by itself.
	 * @param value the value, as for {@link #write}
	 * @return this
	 */
	public KeyWriter writeDescending(@Nullable Object value) {
		byte[] bytes = keyOf(value).bytes();
		for (byte one : bytes) {
			this.out.write(~one);
		}
		return this;
	}

	/**
	 * What the encodings of all texts that begin with a given one have in common, and no
	 * other encoding has.
	 * @param text the beginning
	 * @return its encoding without the end
	 */
	public static Key textPrefix(String text) {
		byte[] whole = keyOf(text).bytes();
		return Key.wrap(Arrays.copyOf(whole, whole.length - 2));
	}

	/**
	 * What was written so far.
	 * @return the bytes as a key
	 */
	public Key toKey() {
		return Key.wrap(this.out.toByteArray());
	}

	private void writeNumber(Number number) {
		if (isInteger(number.getClass())) {
			this.out.write(ValueTag.INTEGER);
			writeLong(number.longValue() ^ Long.MIN_VALUE);
		}
		else if (isDouble(number.getClass())) {
			this.out.write(ValueTag.DOUBLE);
			writeLong(sortable(number.doubleValue()));
		}
		else if (number instanceof BigDecimal decimal) {
			this.out.write(ValueTag.DECIMAL);
			this.out.writeBytes(DecimalKey.encode(decimal));
		}
		else {
			throw unsupported(number);
		}
	}

	private void writeOther(Object value) {
		if (value instanceof UUID uuid) {
			this.out.write(ValueTag.UUID);
			writeLong(uuid.getMostSignificantBits());
			writeLong(uuid.getLeastSignificantBits());
		}
		else if (value instanceof Instant instant) {
			this.out.write(ValueTag.INSTANT);
			writeLong(instant.getEpochSecond() ^ Long.MIN_VALUE);
			this.out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(instant.getNano()).array());
		}
		else if (value instanceof LocalDate date) {
			this.out.write(ValueTag.DATE);
			writeLong(date.toEpochDay() ^ Long.MIN_VALUE);
		}
		else if (value instanceof byte[] bytes) {
			this.out.write(ValueTag.BYTES);
			writeEscaped(bytes);
		}
		else {
			throw unsupported(value);
		}
	}

	private void writeText(String text) {
		if (!isUnicode(text)) {
			throw new IllegalArgumentException(
					"A text of %d characters holds half of a surrogate pair and cannot be part of a key"
						.formatted(text.length()));
		}
		this.out.write(ValueTag.TEXT);
		writeEscaped(text.getBytes(StandardCharsets.UTF_8));
	}

	private static boolean isUnicode(String text) {
		int i = 0;
		while (i < text.length()) {
			int point = text.codePointAt(i);
			if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
				return false;
			}
			i += Character.charCount(point);
		}
		return true;
	}

	private void writeEscaped(byte[] bytes) {
		int from = 0;
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] == 0) {
				this.out.write(bytes, from, i + 1 - from);
				this.out.write(0xff);
				from = i + 1;
			}
		}
		this.out.write(bytes, from, bytes.length - from);
		this.out.write(0);
		this.out.write(1);
	}

	private void writeLong(long value) {
		this.out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
	}

	private static long sortable(double value) {
		long bits = Double.doubleToLongBits((value == 0) ? 0.0 : value);
		return (bits < 0) ? ~bits : bits ^ Long.MIN_VALUE;
	}

	private static boolean isInteger(Class<?> type) {
		return type == Long.class || type == Integer.class || type == Short.class || type == Byte.class
				|| type == long.class || type == int.class || type == short.class || type == byte.class;
	}

	private static boolean isDouble(Class<?> type) {
		return type == Double.class || type == Float.class || type == double.class || type == float.class;
	}

	private static IllegalArgumentException unsupported(Object value) {
		return new IllegalArgumentException(
				"A value of type %s cannot be part of a key; use a text, a number, a boolean, an enum, a UUID, an Instant, a LocalDate or bytes"
					.formatted(value.getClass().getName()));
	}

}
