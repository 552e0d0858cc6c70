package io.tito.index;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tito.key.Key;
import io.tito.key.KeyWriter;
import io.tito.mapping.FieldPath;
import io.tito.mapping.IndexDefinition;
import io.tito.mapping.IndexField;
import org.jspecify.annotations.Nullable;

/**
 * The keys that the fields of an index give a row: one for each choice of elements from
 * the collections that the fields go through. Thread-safe.
 */
final class FieldKeys implements KeyMaker {

	private final IndexDefinition index;

	/** Each collection, with a field that goes through it. */
	private final List<Map.Entry<String, FieldPath>> collections;

	FieldKeys(IndexDefinition index) {
		this.index = index;
		Map<String, FieldPath> through = new LinkedHashMap<>();
		for (IndexField field : index.fields()) {
			field.path().collections().forEach((collection) -> through.putIfAbsent(collection, field.path()));
		}
		this.collections = List.copyOf(through.entrySet());
	}

	@Override
	public void make(Object row, Collection<Key> keys) {
		choose(row, this.collections.isEmpty() ? Map.of() : new HashMap<>(), 0, keys);
	}

	private void choose(Object row, Map<String, Object> elements, int collection, Collection<Key> keys) {
		if (collection == this.collections.size()) {
			write(row, elements, keys);
			return;
		}
		String path = this.collections.get(collection).getKey();
		FieldPath through = this.collections.get(collection).getValue();
		for (Object element : elements(through.collection(row, path, elements))) {
			elements.put(path, element);
			choose(row, elements, collection + 1, keys);
		}
	}

	private Collection<?> elements(@Nullable Object collection) {
		Collection<?> elements = FieldPath.elements(collection);
		return (elements.isEmpty() && this.index.nullsIndexed()) ? Collections.singletonList(null) : elements;
	}

	private void write(Object row, Map<String, Object> elements, Collection<Key> keys) {
		KeyWriter writer = new KeyWriter();
		for (IndexField field : this.index.fields()) {
			Object value = field.path().toKey(field.path().value(row, elements));
			if (value == null && !this.index.nullsIndexed()) {
				return;
			}
			field.write(writer, value);
		}
		keys.add(writer.toKey());
	}

}
