package io.tito.log;

import java.util.UUID;

import io.tito.key.Key;

/**
 * What is kept of an event that was published with an idempotency key, for those who
 * publish it again.
 *
 * @param id the id of the event
 * @param millis when it was published, in milliseconds of the oracle's time
 */
public record OnceRow(EventId id, long millis) {

	private static final int FORMAT = 1;

	/**
	 * The stored form.
	 * @return the bytes
	 */
	public byte[] encode() {
		UUID uuid = this.id.value();
		return new FieldWriter(FORMAT).number(uuid.getMostSignificantBits())
			.number(uuid.getLeastSignificantBits())
			.number(this.millis)
			.toBytes();
	}

	/**
	 * Read a row.
	 * @param row its key, for the message
	 * @param bytes what {@link #encode} made
	 * @return the row
	 * @throws io.tito.client.CorruptedDataException if the bytes are damaged or of
	 * another format
	 */
	public static OnceRow decode(Key row, byte[] bytes) {
		return FieldReader.read(row, bytes, FORMAT,
				(fields) -> new OnceRow(new EventId(new UUID(fields.number(), fields.number())), fields.number()));
	}

}
