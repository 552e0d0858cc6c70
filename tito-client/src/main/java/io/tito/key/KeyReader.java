package io.tito.key;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Reads back what {@link KeyWriter} wrote. Integers come back as {@link Long}, floating
 * point numbers as {@link Double}, enums as their name. A value that was written in
 * descending order is known by its first byte, whose highest bit is set. Not thread-safe.
 */
public final class KeyReader {

	private static final int INVERTED = 0x80;

	private final ByteBuffer in;

	/**
	 * Read the values behind a prefix.
	 * @param key the key
	 * @param from the length of the prefix
	 */
	public KeyReader(Key key, int from) {
		this.in = ByteBuffer.wrap(key.bytes());
		this.in.position(from);
	}

	public boolean hasNext() {
		return this.in.hasRemaining();
	}

	/**
	 * How many bytes of the key lie before the next value.
	 * @return the index of the next value's first byte
	 */
	public int position() {
		return this.in.position();
	}

	/**
	 * Read the next value.
	 * @return the value
	 * @throws IllegalArgumentException if no encoded value begins here
	 */
	public @Nullable Object read() {
		int at = this.in.position();
		if (hasNext() && (this.in.get(at) & INVERTED) != 0) {
			return readInverted(at);
		}
		try {
			int tag = this.in.get() & 0xff;
			return switch (tag) {
				case ValueTag.NULL -> null;
				case ValueTag.FALSE -> false;
				case ValueTag.TRUE -> true;
				case ValueTag.INTEGER -> readLong();
				case ValueTag.DECIMAL -> DecimalKey.decode(this.in);
				case ValueTag.DOUBLE -> readDouble();
				case ValueTag.TEXT -> new String(readEscaped(), StandardCharsets.UTF_8);
				case ValueTag.BYTES -> readEscaped();
				case ValueTag.UUID -> new UUID(this.in.getLong(), this.in.getLong());
				case ValueTag.INSTANT -> Instant.ofEpochSecond(readLong(), this.in.getInt());
				case ValueTag.DATE -> LocalDate.ofEpochDay(readLong());
				default -> throw damaged(at, null);
			};
		}
		catch (BufferUnderflowException | ArithmeticException | DateTimeException ex) {
			throw damaged(at, ex);
		}
	}

	private @Nullable Object readInverted(int at) {
		byte[] rest = new byte[this.in.remaining()];
		for (int i = 0; i < rest.length; i++) {
			rest[i] = (byte) ~this.in.get(at + i);
		}
		KeyReader reader = new KeyReader(Key.wrap(rest), 0);
		Object value = reader.read();
		this.in.position(at + reader.position());
		return value;
	}

	private long readLong() {
		return this.in.getLong() ^ Long.MIN_VALUE;
	}

	private double readDouble() {
		long bits = this.in.getLong();
		return Double.longBitsToDouble((bits < 0) ? bits ^ Long.MIN_VALUE : ~bits);
	}

	private byte[] readEscaped() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		while (true) {
			int value = this.in.get();
			if (value == 0 && this.in.get() == 1) {
				return bytes.toByteArray();
			}
			bytes.write(value);
		}
	}

	private IllegalArgumentException damaged(int at, @Nullable Exception cause) {
		return new IllegalArgumentException(
				"No value begins at byte %d of a key of %d bytes".formatted(at, this.in.limit()), cause);
	}

}
