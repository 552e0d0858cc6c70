package io.tito.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.codec.ValueCodec;
import io.tito.key.Namespace;
import io.tito.mapping.TitoMappingContext;
import io.tito.mapping.TitoPersistentEntity;

/**
 * The tables of all entities that were used. Thread-safe.
 */
final class Tables {

	private final TitoMappingContext mapping;

	private final ValueCodec codec;

	private final Namespace namespace;

	private final Map<Class<?>, Table<?>> tables = new ConcurrentHashMap<>();

	private final Callbacks callbacks;

	Tables(TitoMappingContext mapping, ValueCodec codec, Namespace namespace, Callbacks callbacks) {
		this.callbacks = callbacks;
		this.mapping = mapping;
		this.codec = codec;
		this.namespace = namespace;
	}

	@SuppressWarnings("unchecked")
	<T> Table<T> of(Class<? extends T> type) {
		TitoPersistentEntity<T> entity = this.mapping.entity(type);
		return (Table<T>) this.tables.computeIfAbsent(entity.getType(),
				(key) -> new Table<>(entity, this.codec, this.namespace, this.callbacks));
	}

	@SuppressWarnings("unchecked")
	<T> Table<T> of(T instance) {
		return of((Class<? extends T>) instance.getClass());
	}

}
