package io.tito.embedded.storage.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * One record of a segment:
 * {@code magic | length | sequence | forced | checksum | payload}, and zeros up to a
 * multiple of eight bytes.
 *
 * @param sequence its number; the next record has the next one
 * @param forced the number of a record that was on the disk, as were all before it, when
 * this one was written
 * @param payload what it says
 */
record Frame(long sequence, long forced, ByteBuffer payload) {

	static final int HEADER = 2 * Integer.BYTES + 2 * Long.BYTES + Integer.BYTES;

	private static final int ALIGNMENT = 8;

	private static final int MAGIC = 0x7469746f;

	private static final int LENGTH = Integer.BYTES;

	private static final int SEQUENCE = LENGTH + Integer.BYTES;

	private static final int FORCED = SEQUENCE + Long.BYTES;

	private static final int CHECKSUM = FORCED + Long.BYTES;

	/**
	 * The frame's first bytes, those before the payload.
	 * @return the bytes
	 */
	byte[] header() {
		ByteBuffer header = ByteBuffer.allocate(HEADER);
		header.putInt(MAGIC).putInt(this.payload.remaining()).putLong(this.sequence).putLong(this.forced);
		header.putInt(checksum(header.array(), this.payload));
		return header.array();
	}

	/**
	 * How many bytes it takes, with the zeros behind it.
	 * @return a multiple of eight
	 */
	int size() {
		return next(HEADER + this.payload.remaining());
	}

	private static int checksum(byte[] header, ByteBuffer payload) {
		CRC32C crc = new CRC32C();
		crc.update(header, 0, CHECKSUM);
		crc.update(payload.duplicate());
		return (int) crc.getValue();
	}

	/**
	 * Read what may be a frame.
	 * @param content a segment
	 * @param at where
	 * @return the frame, or null if there is none, or it is not whole
	 */
	static @Nullable Frame read(ByteBuffer content, int at) {
		if (content.limit() - at < HEADER || content.getInt(at) != MAGIC) {
			return null;
		}
		int length = content.getInt(at + LENGTH);
		if (length < 0 || length > content.limit() - at - HEADER) {
			return null;
		}
		byte[] header = new byte[HEADER];
		content.get(at, header);
		Frame frame = new Frame(content.getLong(at + SEQUENCE), content.getLong(at + FORCED),
				content.slice(at + HEADER, length));
		return (checksum(header, frame.payload) == content.getInt(at + CHECKSUM)) ? frame : null;
	}

	/**
	 * The first place at or behind another at which a frame may begin.
	 * @param at the other
	 * @return a multiple of eight
	 */
	static int next(int at) {
		return (at + ALIGNMENT - 1) & -ALIGNMENT;
	}

}
