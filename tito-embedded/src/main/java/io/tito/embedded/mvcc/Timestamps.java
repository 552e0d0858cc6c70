package io.tito.embedded.mvcc;

/**
 * Timestamps as the rules see them: 46 bits of milliseconds, 18 bits that count.
 * <p>
 * On the wire they are unsigned. The only one beyond {@link Long#MAX_VALUE} that a client
 * may send is the greatest of all, which means "the latest"; mapping it to
 * {@link #LATEST} lets the rules compare with plain operators.
 */
final class Timestamps {

	static final long LATEST = Long.MAX_VALUE;

	private static final int LOGICAL_BITS = 18;

	private Timestamps() {
	}

	static long of(long wire) {
		if (wire >= 0) {
			return wire;
		}
		if (wire == -1L) {
			return LATEST;
		}
		throw new InvalidTimestampException("timestamp " + Long.toUnsignedString(wire) + " is beyond all bounds");
	}

	/**
	 * A timestamp as a client sends and gets it.
	 * @param timestamp the timestamp
	 * @return the same, unsigned
	 */
	static long toWire(long timestamp) {
		return (timestamp == LATEST) ? -1 : timestamp;
	}

	static long physical(long timestamp) {
		return timestamp >>> LOGICAL_BITS;
	}

	/**
	 * Whether a lock's time to live is over. At equality it is alive.
	 * @param startTs the lock's start timestamp
	 * @param ttl its time to live in milliseconds
	 * @param currentTs the time to compare with
	 * @return true if others may roll the transaction back
	 */
	static boolean isExpired(long startTs, long ttl, long currentTs) {
		return physical(startTs) + ttl < physical(currentTs);
	}

}
