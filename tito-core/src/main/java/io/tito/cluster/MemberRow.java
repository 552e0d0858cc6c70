package io.tito.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SortedSet;
import java.util.TreeSet;

import io.tito.client.CorruptedDataException;
import io.tito.client.Timestamp;

/**
 * What is stored of a member under its name.
 *
 * <pre>
 * format (1 byte) | incarnation | heartbeat (8 bytes) | expiry (8) | number of subscriptions (4), each
 * </pre>
 *
 * Texts are modified UTF-8 with a length of two bytes; times are milliseconds of the
 * oracle.
 *
 * @param name the member's name
 * @param incarnation which start of the name wrote it
 * @param heartbeat when it was renewed
 * @param expiry when the session is over
 * @param subscriptions what the member listens to
 */
record MemberRow(String name, String incarnation, long heartbeat, long expiry, SortedSet<String> subscriptions) {

	private static final int FORMAT = 1;

	String instance() {
		return this.name + "@" + this.incarnation;
	}

	boolean isLive(Timestamp now) {
		return this.expiry > now.physical();
	}

	Member member() {
		return new Member(instance(), this.subscriptions);
	}

	byte[] encode() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeByte(FORMAT);
			out.writeUTF(this.incarnation);
			out.writeLong(this.heartbeat);
			out.writeLong(this.expiry);
			out.writeInt(this.subscriptions.size());
			for (String subscription : this.subscriptions) {
				out.writeUTF(subscription);
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
			SortedSet<String> subscriptions = new TreeSet<>();
			for (int left = in.readInt(); left > 0; left--) {
				subscriptions.add(in.readUTF());
			}
			return new MemberRow(name, incarnation, heartbeat, expiry, subscriptions);
		}
		catch (IOException ex) {
			throw new CorruptedDataException("The row of the member '%s' is damaged".formatted(name), ex);
		}
	}

}
