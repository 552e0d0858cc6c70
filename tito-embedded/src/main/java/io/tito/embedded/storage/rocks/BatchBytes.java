package io.tito.embedded.storage.rocks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Changes to tables in the form of RocksDB's own batches and logs, which it keeps stable:
 * {@code sequence (8) | count (4) | changes}, a change being
 * {@code type | column family | key | value}, numbers in the little-endian form and
 * lengths, before keys and values, as variable-length integers. Made here, a batch costs
 * one native call, and the journal has it as it is.
 * <p>
 * The last change of each notes the batch's place in the journal, so that the tables tell
 * at start which batches they hold.
 */
final class BatchBytes {

	private static final byte DELETE = 0x4;

	private static final byte PUT = 0x5;

	private static final byte DELETE_RANGE = 0xe;

	private static final int COUNT = Long.BYTES;

	private static final int HEADER = COUNT + Integer.BYTES;

	/** The eighth says whether another byte follows. */
	private static final int BITS_OF_A_LENGTH_BYTE = 7;

	private static final int USUAL_SIZE = 4096;

	/** No name of the cluster's state begins with this. */
	private static final byte[] APPLIED = { 0 };

	private static final byte[] NO_PLACE = new byte[Long.BYTES];

	/** The change that notes the place: type, table, key, value, and their lengths. */
	private static final int APPLIED_SIZE = 5 + Long.BYTES;

	private byte[] bytes;

	private int size = HEADER;

	private int count;

	BatchBytes() {
		this(USUAL_SIZE);
	}

	private BatchBytes(int size) {
		this.bytes = new byte[size];
	}

	void put(Table table, byte[] key, byte[] value) {
		begin(PUT, table);
		add(key);
		add(value);
	}

	void delete(Table table, byte[] key) {
		begin(DELETE, table);
		add(key);
	}

	void deleteRange(Table table, byte[] start, byte[] end) {
		begin(DELETE_RANGE, table);
		add(start);
		add(end);
	}

	int size() {
		return this.size;
	}

	boolean isEmpty() {
		return this.count == 0;
	}

	/**
	 * The batch, its place not noted yet. Nothing may be added afterwards.
	 * @return the bytes
	 */
	byte[] toByteArray() {
		put(Table.STATE, APPLIED, NO_PLACE);
		return withoutPlace();
	}

	/**
	 * The batch, as one that has no place of its own in the journal. Nothing may be added
	 * afterwards.
	 * @return the bytes
	 */
	byte[] withoutPlace() {
		ByteBuffer.wrap(this.bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(COUNT, this.count);
		return (this.size == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.size);
	}

	/**
	 * Make one batch of several.
	 * @param batches the batches, in order; at least one
	 * @return a batch of all their changes, with room for the place of the last
	 */
	static byte[] join(List<byte[]> batches) {
		if (batches.size() == 1) {
			return batches.get(0);
		}
		int changes = batches.stream().mapToInt((batch) -> batch.length - HEADER - APPLIED_SIZE).sum();
		BatchBytes all = new BatchBytes(HEADER + changes + APPLIED_SIZE);
		batches.forEach(all::addAll);
		return all.toByteArray();
	}

	private void addAll(byte[] batch) {
		int changes = batch.length - HEADER - APPLIED_SIZE;
		reserve(changes);
		System.arraycopy(batch, HEADER, this.bytes, this.size, changes);
		this.size += changes;
		this.count += ByteBuffer.wrap(batch).order(ByteOrder.LITTLE_ENDIAN).getInt(COUNT) - 1;
	}

	/**
	 * Take the changes of one table out of a batch.
	 * @param batch the batch
	 * @param table the table
	 * @return a batch of its changes, with room for the same place
	 */
	static byte[] only(byte[] batch, Table table) {
		BatchBytes some = new BatchBytes();
		ByteBuffer in = ByteBuffer.wrap(batch, HEADER, batch.length - HEADER - APPLIED_SIZE);
		while (in.hasRemaining()) {
			int begin = in.position();
			byte type = in.get();
			int of = number(in);
			skipPart(in);
			if (type != DELETE) {
				skipPart(in);
			}
			if (of == table.ordinal()) {
				some.addChange(batch, begin, in.position());
			}
		}
		return some.toByteArray();
	}

	private static void skipPart(ByteBuffer in) {
		int length = number(in);
		in.position(in.position() + length);
	}

	private static int number(ByteBuffer in) {
		int number = 0;
		int bits = 0;
		byte next = in.get();
		while (next < 0) {
			number |= (next & 0x7f) << bits;
			bits += BITS_OF_A_LENGTH_BYTE;
			next = in.get();
		}
		return number | (next << bits);
	}

	private void addChange(byte[] from, int begin, int end) {
		reserve(end - begin);
		System.arraycopy(from, begin, this.bytes, this.size, end - begin);
		this.size += end - begin;
		this.count++;
	}

	/**
	 * Note the place of a batch.
	 * @param batch the batch
	 * @param sequence its sequence in the journal
	 */
	static void place(byte[] batch, long sequence) {
		ByteBuffer.wrap(batch).putLong(batch.length - Long.BYTES, sequence);
	}

	/**
	 * The place of the last batch that tables hold.
	 * @param database the tables
	 * @return the sequence, 0 if there was none with a place
	 */
	static long applied(Database database) {
		byte[] place = database.get(Table.STATE, APPLIED);
		return (place != null) ? ByteBuffer.wrap(place).getLong() : 0;
	}

	private void begin(byte type, Table table) {
		reserve(1 + bytesOf(table.ordinal()));
		this.bytes[this.size++] = type;
		addNumber(table.ordinal());
		this.count++;
	}

	private void add(byte[] part) {
		reserve(bytesOf(part.length) + part.length);
		addNumber(part.length);
		System.arraycopy(part, 0, this.bytes, this.size, part.length);
		this.size += part.length;
	}

	private static int bytesOf(int number) {
		int bits = Integer.SIZE - Integer.numberOfLeadingZeros(number | 1);
		return (bits + BITS_OF_A_LENGTH_BYTE - 1) / BITS_OF_A_LENGTH_BYTE;
	}

	private void addNumber(int number) {
		int rest = number;
		while (rest >= 0x80) {
			this.bytes[this.size++] = (byte) (rest | 0x80);
			rest >>>= BITS_OF_A_LENGTH_BYTE;
		}
		this.bytes[this.size++] = (byte) rest;
	}

	private void reserve(int more) {
		if (this.bytes.length - this.size < more) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(2 * this.bytes.length, this.size + more));
		}
	}

}
