package io.tito.index;

import java.util.Collection;
import java.util.List;

import io.tito.annotation.IndexKeys;
import io.tito.key.Key;
import io.tito.key.KeyWriter;

import org.springframework.beans.BeanUtils;
import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * The keys that a class of the application gives a row. Thread-safe if that class is.
 */
final class CustomKeys implements KeyMaker {

	private final String index;

	private final IndexKeys<Object> keys;

	@SuppressWarnings("unchecked")
	CustomKeys(String index, Class<? extends IndexKeys<?>> type) {
		this.index = index;
		this.keys = (IndexKeys<Object>) BeanUtils.instantiateClass(type);
	}

	@Override
	public void make(Object row, Collection<Key> made) {
		for (List<?> values : this.keys.of(row)) {
			if (values.isEmpty()) {
				throw new InvalidDataAccessApiUsageException(
						"%s gave the index '%s' a key without values: give it at least one, or leave out the key"
							.formatted(this.keys.getClass().getName(), this.index));
			}
			made.add(KeyWriter.keyOf(values.toArray()));
		}
	}

}
