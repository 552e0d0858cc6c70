package io.tito.client.internal.txn.lock;

import io.tito.client.Timestamp;
import io.tito.key.Key;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.UnsafeByteOperations;

/**
 * Reading what stores say of locks.
 */
public final class Locks {

	private Locks() {
	}

	public static Timestamp owner(Kvrpcpb.LockInfo lock) {
		return new Timestamp(lock.getLockVersion());
	}

	public static Key key(Kvrpcpb.LockInfo lock) {
		return Key.wrap(lock.getKey().toByteArray());
	}

	static Key primary(Kvrpcpb.LockInfo lock) {
		return Key.wrap(lock.getPrimaryLock().toByteArray());
	}

	/**
	 * The bytes of a key for a message, not copied.
	 * @param key the key
	 * @return its bytes
	 */
	public static ByteString bytes(Key key) {
		return UnsafeByteOperations.unsafeWrap(key.bytes());
	}

	static boolean pessimistic(Kvrpcpb.LockInfo lock) {
		return lock.getLockType() == Kvrpcpb.Op.PessimisticLock;
	}

	static boolean expired(Timestamp start, long ttlMillis, Timestamp now) {
		return now.equals(Timestamp.LATEST) || start.physical() + ttlMillis < now.physical();
	}

}
