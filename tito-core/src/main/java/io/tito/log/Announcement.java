package io.tito.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.tito.client.CorruptedDataException;
import io.tito.key.Key;

/**
 * What is stored before a slow transaction commits: the keys of the events of one type
 * that its commit may make visible behind the cursors of readers (design rule W3).
 *
 * <pre>
 * format (1 byte) | each key: length (4), bytes
 * </pre>
 *
 * @param events the keys of the events
 */
public record Announcement(List<Key> events) {

	private static final byte FORMAT = 1;

	public Announcement {
		events = List.copyOf(events);
	}

	/**
	 * The stored form.
	 * @return the bytes
	 */
	public byte[] encode() {
		int length = 1 + this.events.stream().mapToInt((key) -> 4 + key.length()).sum();
		ByteBuffer buffer = ByteBuffer.allocate(length).put(FORMAT);
		this.events.forEach((key) -> buffer.putInt(key.length()).put(key.bytes()));
		return buffer.array();
	}

	/**
	 * Read an announcement.
	 * @param row the key of the row, for the message
	 * @param bytes what {@link #encode} made
	 * @return the announcement
	 * @throws CorruptedDataException if the bytes are damaged or of another format
	 */
	public static Announcement decode(Key row, byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		try {
			if (buffer.get() != FORMAT) {
				throw new CorruptedDataException(
						"The announcement at %s is of a newer format than %d".formatted(row, FORMAT), null);
			}
			List<Key> events = new ArrayList<>();
			while (buffer.hasRemaining()) {
				byte[] key = new byte[buffer.getInt()];
				buffer.get(key);
				events.add(Key.wrap(key));
			}
			return new Announcement(events);
		}
		catch (BufferUnderflowException | NegativeArraySizeException ex) {
			throw new CorruptedDataException("The announcement at %s is damaged".formatted(row), ex);
		}
	}

}
