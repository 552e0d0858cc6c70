package io.tito.lease;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import io.tito.client.CorruptedDataException;

/**
 * Who has a job, as stored at {@code lease:{name}}. It has no expiry of its own: it lasts
 * as long as the session of its owner, so that nothing but the session is ever renewed.
 *
 * <pre>
 * format (1 byte) | owner (length of two bytes, modified UTF-8) | epoch (8 bytes)
 * </pre>
 *
 * @param owner {@code name@incarnation} of the owner, empty if it was released
 * @param epoch how often the lease has been taken
 */
record Lease(String owner, long epoch) {

	static final Lease NEVER_TAKEN = new Lease("", 0);

	private static final int FORMAT = 1;

	boolean isFree() {
		return this.owner.isEmpty();
	}

	Lease takenBy(String instance) {
		return new Lease(instance, this.epoch + 1);
	}

	Lease released() {
		return new Lease("", this.epoch);
	}

	byte[] encode() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeByte(FORMAT);
			out.writeUTF(this.owner);
			out.writeLong(this.epoch);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	static Lease decode(String name, byte[] bytes) {
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
			int format = in.readUnsignedByte();
			if (format != FORMAT) {
				throw new CorruptedDataException("The lease '%s' has the format %d; this version reads format %d"
					.formatted(name, format, FORMAT), null);
			}
			return new Lease(in.readUTF(), in.readLong());
		}
		catch (IOException ex) {
			throw new CorruptedDataException("The row of the lease '%s' is damaged".formatted(name), ex);
		}
	}

}
