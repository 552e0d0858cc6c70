package io.tito.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tito.annotation.IndexKeys;
import io.tito.annotation.TitoIndex;
import io.tito.annotation.TitoRelation;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Sort.Direction;

/**
 * Makes the definitions of an entity's indexes from its annotations.
 */
final class IndexDeclarations {

	/** Begins the names of the indexes that relations keep. */
	static final String REFERENCE = "ref.";

	private final FieldPaths paths;

	IndexDeclarations(FieldPaths paths) {
		this.paths = paths;
	}

	List<IndexDefinition> of(TitoPersistentEntity<?> entity) {
		List<IndexDefinition> definitions = new ArrayList<>();
		for (TitoIndex index : entity.getType().getAnnotationsByType(TitoIndex.class)) {
			definitions.add(definition(entity, index));
		}
		for (TitoPersistentProperty property : entity.relations()) {
			TitoRelation relation = property.relation();
			if (relation.onDelete() != TitoRelation.OnDelete.NONE) {
				definitions.add(reference(entity, property.getName(), relation.from()));
			}
		}
		return List.copyOf(definitions);
	}

	private IndexDefinition definition(TitoPersistentEntity<?> entity, TitoIndex index) {
		List<IndexField> fields = new ArrayList<>();
		for (int i = 0; i < index.fields().length; i++) {
			boolean descending = index.order().length > i && index.order()[i] == Direction.DESC;
			this.paths.expand(entity, index.fields()[i])
				.forEach((path) -> fields.add(new IndexField(path, descending)));
		}
		return IndexDefinition.of(index.name(), fields, index.unique(), index.nulls() == TitoIndex.Nulls.INDEXED,
				index.condition(), keys(index), index.revision());
	}

	private IndexDefinition reference(TitoPersistentEntity<?> entity, String relation, String from) {
		List<IndexField> fields = List.of(new IndexField(this.paths.resolve(entity, from), false));
		return IndexDefinition.of(REFERENCE + relation, fields, false, false, "", null, 0);
	}

	static @Nullable Class<? extends IndexKeys<?>> keys(TitoIndex index) {
		return (index.keys() != IndexKeys.OfFields.class) ? index.keys() : null;
	}

	static boolean isOrdered(TitoIndex index) {
		return index.order().length == 0 || index.order().length == Arrays.asList(index.fields()).size();
	}

}
