package io.tito.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
		boolean plain = this.revision == 0 && this.deleted == 0;
		List<byte[]> names = new ArrayList<>(this.manifest.size());
		this.manifest.forEach((entry) -> names.add(bytes(entry.index())));
		int size = 1 + Long.BYTES + (plain ? 0 : Short.BYTES + Long.BYTES) + Short.BYTES + this.payload.length;
		for (int i = 0; i < names.size(); i++) {
			size += 1 + Short.BYTES + names.get(i).length + Short.BYTES + this.manifest.get(i).values().length();
		}
		ByteBuffer out = ByteBuffer.allocate(size);
		out.put((byte) (plain ? PLAIN : EXTENDED)).putLong(this.version);
		if (!plain) {
			out.putShort((short) this.revision).putLong(this.deleted);
		}
		out.putShort((short) this.manifest.size());
		for (int i = 0; i < names.size(); i++) {
			IndexEntry entry = this.manifest.get(i);
			out.put((byte) (entry.unique() ? 1 : 0)).putShort((short) names.get(i).length).put(names.get(i));
			out.putShort((short) entry.values().length()).put(entry.values().bytes());
		}
		return out.put(this.payload).array();
	}

	/**
	 * Read a row.
	 * @param bytes what {@link #encode} made
	 * @return the row
	 * @throws IllegalArgumentException if the bytes are of another format or damaged
	 */
	public static RowEnvelope decode(byte[] bytes) {
		ByteBuffer in = ByteBuffer.wrap(bytes);
		try {
			int format = in.get();
			if (format != PLAIN && format != EXTENDED) {
				throw new IllegalArgumentException(
						"The row has the format %d; this version reads the formats 1 and 2".formatted(format & 0xff));
			}
			long version = in.getLong();
			int revision = (format == EXTENDED) ? Short.toUnsignedInt(in.getShort()) : 0;
			long deleted = (format == EXTENDED) ? in.getLong() : 0;
			int size = Short.toUnsignedInt(in.getShort());
			List<IndexEntry> manifest = new ArrayList<>(size);
			for (int i = 0; i < size; i++) {
				manifest.add(readEntry(in));
			}
			return new RowEnvelope(version, revision, deleted, manifest,
					Arrays.copyOfRange(bytes, in.position(), bytes.length));
		}
		catch (BufferUnderflowException ex) {
			throw new IllegalArgumentException("The row of %d bytes is damaged".formatted(bytes.length), ex);
		}
	}

	private static IndexEntry readEntry(ByteBuffer in) {
		boolean unique = in.get() != 0;
		String index = new String(next(in), StandardCharsets.UTF_8);
		return new IndexEntry(index, unique, Key.wrap(next(in)));
	}

	private static byte[] next(ByteBuffer in) {
		int length = Short.toUnsignedInt(in.getShort());
		if (length > in.remaining()) {
			throw new BufferUnderflowException();
		}
		byte[] bytes = new byte[length];
		in.get(bytes);
		return bytes;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
