package io.tito.mapping;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.tito.annotation.TitoRelation;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Nullness;
import org.springframework.util.ClassUtils;

/**
 * Finds what is wrong with the relations of one entity.
 */
final class RelationFaults {

	private final TitoPersistentEntity<?> entity;

	private final FieldPaths paths;

	private final Function<Class<?>, @Nullable TitoPersistentEntity<?>> entities;

	private final List<String> faults = new ArrayList<>();

	private RelationFaults(TitoPersistentEntity<?> entity, FieldPaths paths,
			Function<Class<?>, @Nullable TitoPersistentEntity<?>> entities) {
		this.entity = entity;
		this.paths = paths;
		this.entities = entities;
	}

	static List<String> of(TitoPersistentEntity<?> entity, FieldPaths paths,
			Function<Class<?>, @Nullable TitoPersistentEntity<?>> entities) {
		RelationFaults check = new RelationFaults(entity, paths, entities);
		entity.relations().forEach(check::relation);
		return check.faults;
	}

	private void relation(TitoPersistentProperty property) {
		TitoPersistentEntity<?> target = this.entities.apply(property.getActualType());
		if (target == null || !target.isRow()) {
			fault(property, "holds %s, which is no entity: annotate that class with @TitoEntity",
					property.getActualType().getName());
			return;
		}
		if (property.isMap()) {
			fault(property, "is a map: use a List or a Set, or a single row");
		}
		from(property, target);
		Field field = property.getField();
		if (!property.isCollectionLike() && field != null && Nullness.forField(field) == Nullness.NON_NULL) {
			fault(property, "is null until it is fetched: annotate it with @Nullable");
		}
	}

	private void from(TitoPersistentProperty property, TitoPersistentEntity<?> target) {
		TitoRelation relation = property.relation();
		try {
			FieldPath from = this.paths.resolve(this.entity, relation.from());
			TitoPersistentProperty id = target.getIdProperty();
			if (id != null && ClassUtils.resolvePrimitiveIfNecessary(from.type()) != ClassUtils
				.resolvePrimitiveIfNecessary(id.getType())) {
				fault(property, "takes ids of type %s from '%s', but those of %s are of type %s: use that type",
						from.type().getName(), relation.from(), target.getType().getName(), id.getType().getName());
			}
			if (from.isMultiValued() != property.isCollectionLike()) {
				fault(property, "holds %s, but '%s' holds %s: make both one or both many",
						property.isCollectionLike() ? "many rows" : "one row", relation.from(),
						from.isMultiValued() ? "many ids" : "one id");
			}
		}
		catch (UnknownFieldException ex) {
			fault(property, "names %s", ex.fault());
		}
	}

	private void fault(TitoPersistentProperty property, String text, Object... arguments) {
		this.faults.add("the relation '%s' ".formatted(property.getName()) + text.formatted(arguments));
	}

}
