package io.tito.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

import io.tito.client.CorruptedDataException;
import io.tito.key.Key;

/**
 * Reads what {@link FieldWriter} wrote.
 */
final class FieldReader {

	private final ByteBuffer bytes;

	private FieldReader(byte[] bytes) {
		this.bytes = ByteBuffer.wrap(bytes);
	}

	/**
	 * Read a record.
	 * @param <T> the type of the record
	 * @param row its key, for the message
	 * @param bytes its bytes
	 * @param format the format that is understood
	 * @param fields reads the fields
	 * @return the record
	 * @throws CorruptedDataException if the record is damaged or of another format
	 */
	static <T> T read(Key row, byte[] bytes, int format, Function<FieldReader, T> fields) {
		FieldReader reader = new FieldReader(bytes);
		try {
			int found = reader.bytes.get();
			if (found != format) {
				throw new CorruptedDataException(
						"The row %s has the format %d; this version reads format %d: a newer version wrote it"
							.formatted(row, found, format),
						null);
			}
			return fields.apply(reader);
		}
		catch (BufferUnderflowException | NegativeArraySizeException ex) {
			throw new CorruptedDataException("The row %s is damaged".formatted(row), ex);
		}
	}

	String text() {
		byte[] encoded = new byte[integer()];
		this.bytes.get(encoded);
		return new String(encoded, StandardCharsets.UTF_8);
	}

	int integer() {
		return this.bytes.getInt();
	}

	long number() {
		return this.bytes.getLong();
	}

	byte[] rest() {
		byte[] rest = new byte[this.bytes.remaining()];
		this.bytes.get(rest);
		return rest;
	}

}
