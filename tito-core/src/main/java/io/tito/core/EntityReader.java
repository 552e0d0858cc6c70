package io.tito.core;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.key.Key;

/**
 * Reads rows at one snapshot. Thread-safe.
 */
final class EntityReader {

	<T> List<T> findAll(Snapshot snapshot, Table<T> table) {
		return snapshot.scan(Scan.prefix(table.keys().rows()))
			.stream()
			.map((entry) -> table.read(entry.key(), entry.value()).entity())
			.toList();
	}

	<T> List<T> findAllById(Snapshot snapshot, Table<T> table, List<?> ids) {
		List<Key> keys = ids.stream().map((id) -> table.keys().row(table.encodedId(id))).toList();
		Map<Key, byte[]> rows = snapshot.getAll(keys);
		return keys.stream()
			.filter(rows::containsKey)
			.map((key) -> table.read(key, Objects.requireNonNull(rows.get(key))).entity())
			.toList();
	}

	/**
	 * Rows by id, for relations.
	 */
	Map<Object, Object> findByIds(Snapshot snapshot, Table<?> table, Collection<Object> ids) {
		Map<Key, Object> keys = new LinkedHashMap<>();
		ids.forEach((id) -> keys.put(table.keys().row(table.encodedId(id)), id));
		Map<Object, Object> rows = new LinkedHashMap<>();
		snapshot.getAll(keys.keySet())
			.forEach((key, bytes) -> rows.put(Objects.requireNonNull(keys.get(key)), table.read(key, bytes).entity()));
		return rows;
	}

	long count(Snapshot snapshot, Table<?> table) {
		return snapshot.scan(Scan.prefix(table.keys().rows()).withoutValues()).size();
	}

}
