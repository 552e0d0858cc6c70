package io.tito.core;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import io.tito.mapping.TitoPersistentProperty;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * Makes ids: UUIDs of version 7, so that rows lie in the order of their creation: of one
 * process exactly, otherwise as far as the clocks of machines agree. A timestamp of the
 * store would cost every insert a request that nothing else in it needs. Thread-safe.
 */
final class GeneratedIds {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final long VARIANT = 0x8000_0000_0000_0000L;

	private static final int COUNTER_BITS = 12;

	/**
	 * Milliseconds, and a counter of the ids in them that runs over into them (RFC 9562,
	 * 6.2, method 1).
	 */
	private static final AtomicLong last = new AtomicLong();

	private GeneratedIds() {
	}

	/**
	 * A new id.
	 * @param table the entity
	 * @return the id, of the type of the entity's id
	 */
	static Object next(Table<?> table) {
		TitoPersistentProperty property = table.entity().getRequiredIdProperty();
		Class<?> type = property.keyType();
		UUID uuid = uuid(System.currentTimeMillis());
		if (type == UUID.class) {
			return property.fromKeyValue(uuid);
		}
		if (type == String.class) {
			return property.fromKeyValue(uuid.toString());
		}
		throw new InvalidDataAccessApiUsageException(
				"Ids of type %s are not generated: give each new '%s' an id, or use String or UUID"
					.formatted(property.getType().getSimpleName(), table.name()));
	}

	static UUID uuid(long millis) {
		long next = last.updateAndGet((before) -> Math.max(millis << COUNTER_BITS, before + 1));
		long high = (next >>> COUNTER_BITS << 16) | 0x7000 | (next & ((1 << COUNTER_BITS) - 1));
		return new UUID(high, VARIANT | (RANDOM.nextLong() >>> 2));
	}

}
