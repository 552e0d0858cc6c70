package io.tito.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.tito.client.CorruptedDataException;
import io.tito.client.Timestamp;

/**
 * What is stored of a member under its name.
 *
 * <pre>
 * format (1 byte) | incarnation | heartbeat (8 bytes) | expiry (8) | number of subscriptions (4), each with its seat (4)
 * </pre>
 *
 * Texts are modified UTF-8 with a length of two bytes; times are milliseconds of the
 * oracle.
 *
 * @param name the member's name
 * @param incarnation which start of the name wrote it
 * @param heartbeat when it was renewed
 * @param expiry when the session is over
 * @param seats what the member listens to, with its seat there
 */
record MemberRow(String name, String incarnation, long heartbeat, long expiry, SortedMap<String, Integer> seats) {

	private static final int FORMAT = 1;

	String instance() {
		return this.name + "@" + this.incarnation;
	}

	boolean isLive(Timestamp now) {
		return this.expiry > now.physical();
	}

	Member member() {
		return new Member(instance(), this.seats);
	}

	byte[] encode() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeByte(FORMAT);
			out.writeUTF(this.incarnation);
			out.writeLong(this.heartbeat);
			out.writeLong(this.expiry);
			out.writeInt(this.seats.size());
			for (Map.Entry<String, Integer> seat : this.seats.entrySet()) {
				out.writeUTF(seat.getKey());
				out.writeInt(seat.getValue());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	static MemberRow decode(String name, byte[] bytes) {
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
			int format = in.readUnsignedByte();
			if (format != FORMAT) {
				throw new CorruptedDataException("The member '%s' has the format %d; this version reads format %d"
					.formatted(name, format, FORMAT), null);
			}
			String incarnation = in.readUTF();
			long heartbeat = in.readLong();
			long expiry = in.readLong();
			SortedMap<String, Integer> seats = new TreeMap<>();
			for (int left = in.readInt(); left > 0; left--) {
				seats.put(in.readUTF(), in.readInt());
			}
			return new MemberRow(name, incarnation, heartbeat, expiry, seats);
		}
		catch (IOException ex) {
			throw new CorruptedDataException("The row of the member '%s' is damaged".formatted(name), ex);
		}
	}

}
