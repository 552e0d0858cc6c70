package io.tito.core;

import java.security.SecureRandom;
import java.util.UUID;

import io.tito.mapping.TitoPersistentProperty;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * Makes ids: UUIDs of version 7, so that rows lie in the order of their creation as far
 * as the clocks of machines agree. A timestamp of the store would cost every insert a
 * request that nothing else in it needs.
 */
final class GeneratedIds {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final long VARIANT = 0x8000_0000_0000_0000L;

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
		UUID uuid = new UUID((System.currentTimeMillis() << 16) | 0x7000 | RANDOM.nextInt(1 << 12),
				VARIANT | (RANDOM.nextLong() >>> 2));
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

}
