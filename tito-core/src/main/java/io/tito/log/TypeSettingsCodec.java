package io.tito.log;

import java.nio.ByteBuffer;
import java.time.Duration;

import io.tito.client.CorruptedDataException;
import io.tito.key.Key;

/**
 * The stored form of a type's settings.
 *
 * <pre>
 * format (1 byte) | partitions (4) | T in milliseconds (8) | D in milliseconds (8)
 * </pre>
 */
final class TypeSettingsCodec {

	private static final byte FORMAT = 1;

	private static final int LENGTH = 1 + 4 + 8 + 8;

	private TypeSettingsCodec() {
	}

	static byte[] encode(TypeSettings settings) {
		return ByteBuffer.allocate(LENGTH)
			.put(FORMAT)
			.putInt(settings.partitions())
			.putLong(settings.prompt().toMillis())
			.putLong(settings.max().toMillis())
			.array();
	}

	static TypeSettings decode(Key key, byte[] bytes) {
		if (bytes.length != LENGTH || bytes[0] != FORMAT) {
			throw new CorruptedDataException(
					"The settings at %s are damaged or of a newer format than %d".formatted(key, FORMAT), null);
		}
		ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, LENGTH - 1);
		return new TypeSettings(buffer.getInt(), Duration.ofMillis(buffer.getLong()),
				Duration.ofMillis(buffer.getLong()));
	}

}
