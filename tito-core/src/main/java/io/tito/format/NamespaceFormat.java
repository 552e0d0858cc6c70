package io.tito.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The value of {@code meta:format}: one byte for the format of everything in the
 * namespace, then the name of the application that owns it, in UTF-8.
 *
 * @param version the format of the data
 * @param application the name of the owning application
 */
record NamespaceFormat(int version, String application) {

	/** The format that this version writes and reads. */
	static final int CURRENT = 1;

	byte[] encode() {
		byte[] name = this.application.getBytes(StandardCharsets.UTF_8);
		byte[] bytes = new byte[name.length + 1];
		bytes[0] = (byte) this.version;
		System.arraycopy(name, 0, bytes, 1, name.length);
		return bytes;
	}

	static NamespaceFormat decode(byte[] bytes) {
		String name = new String(Arrays.copyOfRange(bytes, 1, bytes.length), StandardCharsets.UTF_8);
		return new NamespaceFormat(Byte.toUnsignedInt(bytes[0]), name);
	}

}
