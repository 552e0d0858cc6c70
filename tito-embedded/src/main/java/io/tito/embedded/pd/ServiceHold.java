package io.tito.embedded.pd;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A service that keeps old versions from being collected.
 *
 * @param id the service
 * @param safePoint the timestamp that it holds
 * @param expiresAtMillis when the hold ends by the oracle's time
 */
record ServiceHold(String id, long safePoint, long expiresAtMillis) {

	long secondsLeft(long nowMillis) {
		return (this.expiresAtMillis == Long.MAX_VALUE) ? Long.MAX_VALUE : (this.expiresAtMillis - nowMillis) / 1000;
	}

	static byte[] encode(Collection<ServiceHold> holds) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeInt(holds.size());
			for (ServiceHold hold : holds) {
				out.writeUTF(hold.id());
				out.writeLong(hold.safePoint());
				out.writeLong(hold.expiresAtMillis());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	static List<ServiceHold> decode(byte[] bytes) {
		List<ServiceHold> holds = new ArrayList<>();
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
			for (int left = in.readInt(); left > 0; left--) {
				holds.add(new ServiceHold(in.readUTF(), in.readLong(), in.readLong()));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The saved holds of services are damaged", ex);
		}
		return holds;
	}

}
