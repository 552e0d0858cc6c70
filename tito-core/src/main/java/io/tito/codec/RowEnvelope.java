package io.tito.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import io.tito.key.Key;

/**
 * The stored form of a row. The manifest lists the index entries that were written with
 * the row, so that an update removes just those, whatever the definitions say by then.
 *
 * <pre>
 * format (1 byte) | version (8) | number of entries (2)
 *                 | each: unique (1), index (2 + UTF-8), values (2 + bytes) | payload to the end
 * </pre>
 *
 * @param version the version of the row, counted whether or not the entity shows it
 * @param manifest the entries of the row
 * @param payload the entity's bytes
 */
public record RowEnvelope(long version, List<IndexEntry> manifest, byte[] payload) {

	private static final int FORMAT = 1;

	public RowEnvelope {
		manifest = List.copyOf(manifest);
	}

	/**
	 * The same row with other entries.
	 * @param entries the entries
	 * @return a changed row
	 */
	public RowEnvelope withManifest(List<IndexEntry> entries) {
		return new RowEnvelope(this.version, entries, this.payload);
	}

	public byte[] encode() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + this.payload.length);
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeByte(FORMAT);
			out.writeLong(this.version);
			out.writeShort(this.manifest.size());
			for (IndexEntry entry : this.manifest) {
				out.writeBoolean(entry.unique());
				out.writeUTF(entry.index());
				out.writeShort(entry.values().length());
				out.write(entry.values().bytes());
			}
			out.write(this.payload);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	/**
	 * Read a row.
	 * @param bytes what {@link #encode} made
	 * @return the row
	 * @throws IllegalArgumentException if the bytes are of another format or damaged
	 */
	public static RowEnvelope decode(byte[] bytes) {
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
			int format = in.readUnsignedByte();
			if (format != FORMAT) {
				throw new IllegalArgumentException(
						"The row has the format %d; this version reads format %d".formatted(format, FORMAT));
			}
			long version = in.readLong();
			int size = in.readUnsignedShort();
			List<IndexEntry> manifest = new ArrayList<>(size);
			for (int i = 0; i < size; i++) {
				manifest.add(readEntry(in));
			}
			return new RowEnvelope(version, manifest, in.readAllBytes());
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("The row of %d bytes is damaged".formatted(bytes.length), ex);
		}
	}

	private static IndexEntry readEntry(DataInputStream in) throws IOException {
		boolean unique = in.readBoolean();
		String index = in.readUTF();
		byte[] values = new byte[in.readUnsignedShort()];
		in.readFully(values);
		return new IndexEntry(index, unique, Key.wrap(values));
	}

}
