package io.tito.log.write;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import io.tito.client.Timestamp;
import io.tito.log.EventId;

/**
 * Makes the two UUIDs (version 7) of an event: its id, and the one in its position.
 */
final class EventIds {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final long VARIANT = 0x8000_0000_0000_0000L;

	private EventIds() {
	}

	/**
	 * A new id. The machine's clock is good enough here: nothing depends on the order of
	 * ids, and 74 random bits make them unique.
	 * @return the id
	 */
	static EventId next() {
		ByteBuffer random = ByteBuffer.allocate(16);
		// one call: each waits for all others of the process
		RANDOM.nextBytes(random.array());
		long high = (System.currentTimeMillis() << 16) | 0x7000 | (random.getLong() & 0xfff);
		long low = VARIANT | (random.getLong() >>> 2);
		return new EventId(new UUID(high, low));
	}

	/**
	 * The UUID of a position. Its order is that of base timestamps and, within one
	 * transaction, of numbers.
	 *
	 * <pre>
	 * physical (48 bits) | version (4) | logical (12 + 6, around the variant) | number (16) | random (40)
	 * </pre>
	 * @param base the base timestamp of the transaction
	 * @param number the number of the event in its transaction, 0 to 65535
	 * @return the UUID
	 */
	static UUID position(Timestamp base, int number) {
		long high = (base.physical() << 16) | 0x7000 | (base.logical() >>> 6);
		long low = VARIANT | ((base.logical() & 0x3f) << 56) | ((long) number << 40)
				| (ThreadLocalRandom.current().nextLong() >>> 24);
		return new UUID(high, low);
	}

}
