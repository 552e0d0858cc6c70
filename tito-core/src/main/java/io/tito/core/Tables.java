package io.tito.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.client.TitoClient;
import io.tito.codec.ValueCodec;
import io.tito.index.IndexSettings;
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

	private final TitoClient client;

	private final IndexSettings settings;

	Tables(TitoMappingContext mapping, ValueCodec codec, Namespace namespace, Callbacks callbacks, TitoClient client,
			IndexSettings settings) {
		this.callbacks = callbacks;
		this.mapping = mapping;
		this.codec = codec;
		this.namespace = namespace;
		this.client = client;
		this.settings = settings;
	}

	@SuppressWarnings("unchecked")
	<T> Table<T> of(Class<? extends T> type) {
		TitoPersistentEntity<T> entity = this.mapping.entity(type);
		return (Table<T>) this.tables.computeIfAbsent(entity.getType(),
				(key) -> new Table<>(entity, this.codec, this.namespace, this.callbacks, this.client, this.settings));
	}

	@SuppressWarnings("unchecked")
	<T> Table<T> of(T instance) {
		return of((Class<? extends T>) instance.getClass());
	}

	/**
	 * The classes of all entities that are known.
	 */
	List<Class<?>> types() {
		List<Class<?>> types = new ArrayList<>();
		for (TitoPersistentEntity<?> entity : this.mapping.getPersistentEntities()) {
			if (entity.isRow()) {
				types.add(entity.getType());
			}
		}
		return types;
	}

}
