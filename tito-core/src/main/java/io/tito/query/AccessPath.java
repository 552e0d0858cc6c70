package io.tito.query;

import java.util.ArrayList;
import java.util.List;

import io.tito.mapping.IndexDefinition;
import io.tito.mapping.IndexField;
import io.tito.mapping.TitoPersistentEntity;
import org.jspecify.annotations.Nullable;

/**
 * A way to rows in an order: an index, or the rows themselves in the order of their ids.
 *
 * @param index the index, or null for the rows themselves
 * @param components what the keys are made of, the id of the row at the end unless the
 * index is unique
 */
record AccessPath(@Nullable IndexDefinition index, List<Component> components) {

	static List<AccessPath> of(TitoPersistentEntity<?> entity) {
		List<AccessPath> paths = new ArrayList<>();
		entity.indexes().forEach((index) -> paths.add(of(entity, index)));
		paths.add(new AccessPath(null, List.of(id(entity))));
		return paths;
	}

	static AccessPath of(TitoPersistentEntity<?> entity, IndexDefinition index) {
		List<Component> components = new ArrayList<>();
		for (IndexField field : index.fields()) {
			components.add(new Component(field.name(), field, !index.nullsIndexed()));
		}
		if (!index.unique() && index.keys() == null) {
			components.add(id(entity));
		}
		return new AccessPath(index, components);
	}

	/**
	 * Name as many values of keys that a class makes as a query fixes or bounds.
	 */
	AccessPath withKeys(int count) {
		if (this.index == null || this.index.keys() == null) {
			return this;
		}
		List<Component> numbered = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			numbered.add(new Component("key " + (i + 1), null, false));
		}
		return new AccessPath(this.index, numbered);
	}

	String name() {
		return (this.index != null) ? this.index.name() : "the rows themselves";
	}

	private static Component id(TitoPersistentEntity<?> entity) {
		String id = entity.getRequiredIdProperty().getName();
		return new Component(id, new IndexField(entity.field(id), false), false);
	}

}
