package io.tito.embedded.storage.rocks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.LockType;
import io.tito.embedded.storage.Write;
import io.tito.embedded.storage.WriteType;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.UnsafeByteOperations;

/**
 * The stored form of records. A record is {@code type | flags | start timestamp | value};
 * a lock has its fields in order, byte strings and lists with their length before them.
 */
final class RecordCodec {

	private static final byte PROTECTED = 1;

	private static final byte OVERLAPPED = 2;

	/** Room for a lock with few secondaries, besides its primary and value. */
	private static final int USUAL_LOCK = 128;

	/** What a record has before its value. */
	static final int HEADER = 2 + Long.BYTES;

	private RecordCodec() {
	}

	static byte[] encode(Write write) {
		byte flags = (byte) ((write.protectedRollback() ? PROTECTED : 0)
				| (write.overlappedRollback() ? OVERLAPPED : 0));
		ByteBuffer buffer = ByteBuffer.allocate(HEADER + write.value().size());
		buffer.put(code(write.type())).put(flags).putLong(write.startTs());
		write.value().copyTo(buffer);
		return buffer.array();
	}

	static Write decodeWrite(long commitTs, byte[] stored) {
		ByteBuffer buffer = ByteBuffer.wrap(stored);
		WriteType type = writeType(buffer.get());
		byte flags = buffer.get();
		long startTs = buffer.getLong();
		ByteString value = UnsafeByteOperations.unsafeWrap(buffer);
		return new Write(commitTs, type, startTs, value, (flags & PROTECTED) != 0, (flags & OVERLAPPED) != 0);
	}

	private static byte code(WriteType type) {
		return (byte) switch (type) {
			case PUT -> 'P';
			case DELETE -> 'D';
			case LOCK -> 'L';
			case ROLLBACK -> 'R';
		};
	}

	private static WriteType writeType(byte code) {
		return switch (code) {
			case 'P' -> WriteType.PUT;
			case 'D' -> WriteType.DELETE;
			case 'L' -> WriteType.LOCK;
			case 'R' -> WriteType.ROLLBACK;
			default -> throw unknown(code);
		};
	}

	static byte[] encode(Lock lock) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(
				USUAL_LOCK + lock.primary().size() + lock.value().size());
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeByte(code(lock.type()));
			write(out, lock.primary());
			out.writeLong(lock.startTs());
			out.writeLong(lock.ttl());
			write(out, lock.value());
			out.writeLong(lock.forUpdateTs());
			out.writeLong(lock.txnSize());
			out.writeLong(lock.minCommitTs());
			out.writeBoolean(lock.asyncCommit());
			out.writeInt(lock.secondaries().size());
			for (ByteString secondary : lock.secondaries()) {
				write(out, secondary);
			}
			out.writeInt(lock.rollbackTs().size());
			for (long rollback : lock.rollbackTs()) {
				out.writeLong(rollback);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	static Lock decodeLock(byte[] stored) {
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored))) {
			LockType type = lockType(in.readByte());
			return new Lock(type, read(in), in.readLong(), in.readLong(), read(in), in.readLong(), in.readLong(),
					in.readLong(), in.readBoolean(), readKeys(in), readTimestamps(in));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The data directory is damaged: it has a lock that cannot be read", ex);
		}
	}

	private static byte code(LockType type) {
		return (byte) switch (type) {
			case PUT -> 'P';
			case DELETE -> 'D';
			case LOCK -> 'L';
			case PESSIMISTIC -> throw new IllegalArgumentException("Pessimistic locks are not stored");
		};
	}

	private static LockType lockType(byte code) {
		return switch (code) {
			case 'P' -> LockType.PUT;
			case 'D' -> LockType.DELETE;
			case 'L' -> LockType.LOCK;
			default -> throw unknown(code);
		};
	}

	private static IllegalStateException unknown(byte code) {
		return new IllegalStateException("The data directory is damaged: it has a record of unknown type " + code);
	}

	private static List<ByteString> readKeys(DataInputStream in) throws IOException {
		List<ByteString> keys = new ArrayList<>();
		for (int left = in.readInt(); left > 0; left--) {
			keys.add(read(in));
		}
		return keys;
	}

	private static List<Long> readTimestamps(DataInputStream in) throws IOException {
		List<Long> timestamps = new ArrayList<>();
		for (int left = in.readInt(); left > 0; left--) {
			timestamps.add(in.readLong());
		}
		return timestamps;
	}

	private static void write(DataOutputStream out, ByteString value) throws IOException {
		out.writeInt(value.size());
		value.writeTo(out);
	}

	private static ByteString read(DataInputStream in) throws IOException {
		return ByteString.copyFrom(in.readNBytes(in.readInt()));
	}

}
