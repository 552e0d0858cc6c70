package io.tito.log;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes the fields of a small stored record one after the other, a format byte first.
 * Texts have their length in bytes before them.
 */
final class FieldWriter {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(96);

	private final DataOutputStream out = new DataOutputStream(this.bytes);

	FieldWriter(int format) {
		this.bytes.write(format);
	}

	FieldWriter text(String value) {
		byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
		return number(encoded.length).rest(encoded);
	}

	FieldWriter number(int value) {
		return write(() -> this.out.writeInt(value));
	}

	FieldWriter number(long value) {
		return write(() -> this.out.writeLong(value));
	}

	FieldWriter rest(byte[] value) {
		return write(() -> this.out.write(value));
	}

	byte[] toBytes() {
		return this.bytes.toByteArray();
	}

	private FieldWriter write(Step step) {
		try {
			step.run();
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Step {

		void run() throws IOException;

	}

}
