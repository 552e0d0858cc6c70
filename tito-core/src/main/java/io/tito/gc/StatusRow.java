package io.tito.gc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

import io.tito.client.CorruptedDataException;
import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.key.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * Where the status is stored: {@code meta:gc}.
 *
 * <pre>
 * format (1 byte) | collects (1) | reason | instance | announced (8) | safe point (8)
 *     | last run (8, ms since 1970, -1 for never) | elapsed (8, ms) | locks (8) | held by | failure
 * </pre>
 *
 * Texts are modified UTF-8 with a length of two bytes.
 */
final class StatusRow {

	private static final int FORMAT = 1;

	private static final int NEVER = -1;

	private final Key key;

	StatusRow(Namespace namespace) {
		this.key = namespace.key("meta", "gc");
	}

	CollectionStatus read(Snapshot snapshot) {
		byte @Nullable [] stored = snapshot.get(this.key);
		return (stored != null) ? decode(stored) : CollectionStatus.UNDECIDED;
	}

	void write(Transaction transaction, CollectionStatus status) {
		transaction.put(this.key, encode(status));
	}

	private static byte[] encode(CollectionStatus status) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeByte(FORMAT);
			out.writeBoolean(status.collects());
			out.writeUTF(status.reason());
			out.writeUTF(status.instance());
			out.writeLong(status.announced().value());
			out.writeLong(status.safePoint().value());
			Instant lastRun = status.lastRun();
			out.writeLong((lastRun != null) ? lastRun.toEpochMilli() : NEVER);
			out.writeLong(status.elapsed().toMillis());
			out.writeLong(status.locks());
			out.writeUTF(status.heldBy());
			out.writeUTF(status.failure());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	private static CollectionStatus decode(byte[] bytes) {
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
			int format = in.readUnsignedByte();
			if (format != FORMAT) {
				throw new CorruptedDataException(
						"The status of collection has the format %d; this version reads format %d".formatted(format,
								FORMAT),
						null);
			}
			return new CollectionStatus(in.readBoolean(), in.readUTF(), in.readUTF(), new Timestamp(in.readLong()),
					new Timestamp(in.readLong()), instant(in.readLong()), Duration.ofMillis(in.readLong()),
					in.readLong(), in.readUTF(), in.readUTF());
		}
		catch (IOException ex) {
			throw new CorruptedDataException("The row of the status of collection is damaged", ex);
		}
	}

	private static @Nullable Instant instant(long millis) {
		return (millis == NEVER) ? null : Instant.ofEpochMilli(millis);
	}

}
