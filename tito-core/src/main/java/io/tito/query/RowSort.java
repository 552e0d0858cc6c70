package io.tito.query;

import java.util.ArrayList;
import java.util.List;

import io.tito.key.Key;
import io.tito.key.KeyWriter;
import io.tito.mapping.FieldPath;
import io.tito.mapping.TitoPersistentEntity;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Sort;

/**
 * The order that no index gives, made in memory: as an index with these fields would
 * order the rows. Null comes first, a collection is ordered by its first element.
 */
final class RowSort {

	private final TitoPersistentEntity<?> entity;

	private final Sort sort;

	RowSort(TitoPersistentEntity<?> entity, Sort sort) {
		this.entity = entity;
		this.sort = sort;
	}

	boolean isSorted() {
		return this.sort.isSorted();
	}

	List<String> names() {
		List<String> names = new ArrayList<>(this.sort.stream().map(Sort.Order::getProperty).toList());
		String id = this.entity.getRequiredIdProperty().getName();
		if (!names.contains(id)) {
			names.add(id);
		}
		return names;
	}

	boolean isDescending(String name) {
		Sort.Order order = this.sort.getOrderFor(name);
		return order != null && order.isDescending();
	}

	/**
	 * The place of a row in the order.
	 */
	Key place(Object row) {
		KeyWriter writer = new KeyWriter();
		for (String name : names()) {
			FieldPath path = this.entity.field(name);
			List<@Nullable Object> values = RowFilter.values(path, row);
			Object value = values.isEmpty() ? null : path.toKey(values.get(0));
			if (isDescending(name)) {
				writer.writeDescending(value);
			}
			else {
				writer.write(value);
			}
		}
		return writer.toKey();
	}

	@Override
	public String toString() {
		return this.sort.toString();
	}

}
