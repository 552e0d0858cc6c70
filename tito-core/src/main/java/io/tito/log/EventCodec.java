package io.tito.log;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
			int format = in.readUnsignedByte();
			if (format != FORMAT) {
				throw new IllegalArgumentException(
						"An event has the format %d; this version reads format %d".formatted(format, FORMAT));
			}
			EventId id = new EventId(new UUID(in.readLong(), in.readLong()));
			String key = readText(in);
			int flags = in.readUnsignedByte();
			Operation operation = operation(flags & ~PLACED);
			Long before = readLong(in);
			Long after = readLong(in);
			Long due = readLong(in);
			String payloadType = readText(in);
			Map<String, String> headers = new HashMap<>();
			for (int left = in.readInt(); left > 0; left--) {
				headers.put(readText(in), readText(in));
			}
			return new StoredEvent(id, key, operation, before, after, due, payloadType, headers, in.readAllBytes(),
					(flags & PLACED) != 0);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("An event of %d bytes is damaged".formatted(bytes.length), ex);
		}
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

	private static String readText(DataInputStream in) throws IOException {
		return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
	}

	private static void writeLong(DataOutputStream out, @Nullable Long value) throws IOException {
		out.writeBoolean(value != null);
		if (value != null) {
			out.writeLong(value);
		}
	}

	private static @Nullable Long readLong(DataInputStream in) throws IOException {
		return in.readBoolean() ? in.readLong() : null;
	}

}
