package io.tito.log;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import io.tito.annotation.Operation;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of an event. Strings are UTF-8 with their length as an int before them,
 * optional values have a flag byte before them.
 *
 * <pre>
 * format (1 byte) | id (16) | key | operation | version before | version after | due
 *                 | payload type | number of headers, each name and value | payload to the end
 * </pre>
 *
 * The operation is a byte; its upper bit says that the publisher chose the partition.
 */
public final class EventCodec {

	private static final int FORMAT = 1;

	private static final int PLACED = 0x80;

	private EventCodec() {
	}

	public static byte[] encode(StoredEvent event) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(128 + event.payload().length);
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeByte(FORMAT);
			out.writeLong(event.id().value().getMostSignificantBits());
			out.writeLong(event.id().value().getLeastSignificantBits());
			writeText(out, event.key());
			int operation = (event.operation() != null) ? code(event.operation()) : 0;
			out.writeByte(event.placed() ? operation | PLACED : operation);
			writeLong(out, event.versionBefore());
			writeLong(out, event.versionAfter());
			writeLong(out, event.due());
			writeText(out, event.payloadType());
			out.writeInt(event.headers().size());
			for (Map.Entry<String, String> header : event.headers().entrySet()) {
				writeText(out, header.getKey());
				writeText(out, header.getValue());
			}
			out.write(event.payload());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	/**
	 * Read an event.
	 * @param bytes what {@link #encode} made
	 * @return the event
	 * @throws IllegalArgumentException if the bytes are of another format or damaged
	 */
	public static StoredEvent decode(byte[] bytes) {
		try {
			ByteBuffer in = ByteBuffer.wrap(bytes);
			int format = in.get() & 0xff;
			if (format != FORMAT) {
				throw new IllegalArgumentException(
						"An event has the format %d; this version reads format %d".formatted(format, FORMAT));
			}
			EventId id = new EventId(new UUID(in.getLong(), in.getLong()));
			String key = readText(in);
			int flags = in.get() & 0xff;
			Operation operation = operation(flags & ~PLACED);
			Long before = readLong(in);
			Long after = readLong(in);
			Long due = readLong(in);
			String payloadType = readText(in);
			Map<String, String> headers = readHeaders(in);
			byte[] payload = Arrays.copyOfRange(bytes, in.position(), bytes.length);
			return new StoredEvent(id, key, operation, before, after, due, payloadType, headers, payload,
					(flags & PLACED) != 0);
		}
		catch (BufferUnderflowException ex) {
			throw new IllegalArgumentException("An event of %d bytes is damaged".formatted(bytes.length), ex);
		}
	}

	private static Map<String, String> readHeaders(ByteBuffer in) {
		int count = in.getInt();
		if (count == 0) {
			return Map.of();
		}
		Map<String, String> headers = new HashMap<>();
		for (int left = count; left > 0; left--) {
			headers.put(readText(in), readText(in));
		}
		return headers;
	}

	private static int code(Operation operation) {
		return switch (operation) {
			case INSERT -> 1;
			case UPDATE -> 2;
			case DELETE -> 3;
		};
	}

	private static @Nullable Operation operation(int code) {
		return switch (code) {
			case 0 -> null;
			case 1 -> Operation.INSERT;
			case 2 -> Operation.UPDATE;
			case 3 -> Operation.DELETE;
			default -> throw new IllegalArgumentException("An event names the unknown operation " + code);
		};
	}

	private static void writeText(DataOutputStream out, String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		out.writeInt(bytes.length);
		out.write(bytes);
	}

	private static String readText(ByteBuffer in) {
		int length = in.getInt();
		if (length < 0 || length > in.remaining()) {
			throw new BufferUnderflowException();
		}
		String text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
		in.position(in.position() + length);
		return text;
	}

	private static void writeLong(DataOutputStream out, @Nullable Long value) throws IOException {
		out.writeBoolean(value != null);
		if (value != null) {
			out.writeLong(value);
		}
	}

	private static @Nullable Long readLong(ByteBuffer in) {
		return (in.get() != 0) ? in.getLong() : null;
	}

}
