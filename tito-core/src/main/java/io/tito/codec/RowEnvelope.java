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
 * 1 (1 byte) | version (8) | number of entries (2) | entries | payload to the end
 * 2 (1 byte) | version (8) | revision (2) | deleted (8) | number of entries (2) | entries | payload to the end
 *
 * each entry: unique (1), index (2 + UTF-8), values (2 + bytes)
 * </pre>
 *
 * The first is written for rows of revision 0 that are not deleted.
 *
 * @param version the version of the row, counted whether or not the entity shows it
 * @param revision the revision of the payload's shape
 * @param deleted when the row was deleted, in milliseconds since 1970; 0 if it was not
 * @param manifest the entries of the row
 * @param payload the entity's bytes
 */
public record RowEnvelope(long version, int revision, long deleted, List<IndexEntry> manifest, byte[] payload) {

	private static final int PLAIN = 1;

	private static final int EXTENDED = 2;

	public RowEnvelope {
		manifest = List.copyOf(manifest);
	}

	public RowEnvelope(long version, List<IndexEntry> manifest, byte[] payload) {
		this(version, 0, 0, manifest, payload);
	}

	/**
	 * The same row with other entries.
	 * @param entries the entries
	 * @return a changed row
	 */
	public RowEnvelope withManifest(List<IndexEntry> entries) {
		return new RowEnvelope(this.version, this.revision, this.deleted, entries, this.payload);
	}

	public byte[] encode() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + this.payload.length);
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			writeHead(out);
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

	private void writeHead(DataOutputStream out) throws IOException {
		boolean plain = this.revision == 0 && this.deleted == 0;
		out.writeByte(plain ? PLAIN : EXTENDED);
		out.writeLong(this.version);
		if (!plain) {
			out.writeShort(this.revision);
			out.writeLong(this.deleted);
		}
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
			if (format != PLAIN && format != EXTENDED) {
				throw new IllegalArgumentException(
						"The row has the format %d; this version reads the formats 1 and 2".formatted(format));
			}
			long version = in.readLong();
			int revision = (format == EXTENDED) ? in.readUnsignedShort() : 0;
			long deleted = (format == EXTENDED) ? in.readLong() : 0;
			int size = in.readUnsignedShort();
			List<IndexEntry> manifest = new ArrayList<>(size);
			for (int i = 0; i < size; i++) {
				manifest.add(readEntry(in));
			}
			return new RowEnvelope(version, revision, deleted, manifest, in.readAllBytes());
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
