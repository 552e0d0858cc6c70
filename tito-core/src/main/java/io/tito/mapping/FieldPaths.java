package io.tito.mapping;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.tito.mapping.FieldPath.Step;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Nullness;
import org.springframework.data.core.TypeInformation;

/**
 * Resolves the paths of an entity's fields.
 */
final class FieldPaths {

	private final Function<TypeInformation<?>, @Nullable TitoPersistentEntity<?>> entities;

	FieldPaths(Function<TypeInformation<?>, @Nullable TitoPersistentEntity<?>> entities) {
		this.entities = entities;
	}

	/**
	 * Resolve a path.
	 * @throws UnknownFieldException if a property on it does not exist
	 */
	FieldPath resolve(TitoPersistentEntity<?> entity, String path) {
		Walk walk = new Walk(entity, path);
		for (String segment : path.split("\\.", -1)) {
			walk.into(segment);
		}
		return walk.end();
	}

	/**
	 * The fields that a path of an index stands for: two for a map, else one.
	 */
	List<FieldPath> expand(TitoPersistentEntity<?> entity, String path) {
		Walk walk = new Walk(entity, path);
		for (String segment : path.split("\\.", -1)) {
			walk.into(segment);
		}
		return walk.atEntry() ? List.of(resolve(entity, path + ".key"), resolve(entity, path + ".value"))
				: List.of(walk.end());
	}

	/**
	 * The state on the way along a path.
	 */
	private final class Walk {

		private final TitoPersistentEntity<?> root;

		private final String path;

		private final List<Step> steps = new ArrayList<>();

		private final StringBuilder walked = new StringBuilder();

		private TypeInformation<?> type;

		private Nullness nulls = Nullness.NON_NULL;

		private boolean entry;

		Walk(TitoPersistentEntity<?> root, String path) {
			this.root = root;
			this.path = path;
			this.type = root.getTypeInformation();
		}

		boolean atEntry() {
			return this.entry;
		}

		FieldPath end() {
			return new FieldPath(this.path, this.steps, this.entry ? Object.class : this.type.getType(), this.nulls);
		}

		void into(String segment) {
			if (this.entry) {
				side(segment);
			}
			else {
				property(segment);
			}
			this.walked.append(this.walked.isEmpty() ? "" : ".").append(segment);
			if (this.type.isMap()) {
				this.steps.add(new Step.Element(this.walked.toString()));
				this.entry = true;
			}
			else if (this.type.isCollectionLike() && this.type.getType() != byte[].class) {
				this.steps.add(new Step.Element(this.walked.toString()));
				this.type = this.type.getRequiredComponentType();
			}
		}

		private void property(String segment) {
			TitoPersistentEntity<?> owner = this.steps.isEmpty() ? this.root
					: FieldPaths.this.entities.apply(this.type);
			TitoPersistentProperty property = (owner != null) ? owner.getPersistentProperty(segment) : null;
			if (property == null || property.isRelation()) {
				throw new UnknownFieldException(this.path, segment, (owner != null) ? names(owner) : List.of());
			}
			this.steps.add(new Step.Into(property));
			this.type = property.getTypeInformation();
			this.nulls = both(this.nulls, nulls(property));
		}

		private void side(String segment) {
			if (!segment.equals("key") && !segment.equals("value")) {
				throw new UnknownFieldException(this.path, segment, List.of("key", "value"));
			}
			boolean key = segment.equals("key");
			this.steps.add(new Step.Side(key));
			this.type = key ? Objects.requireNonNull(this.type.getComponentType())
					: this.type.getRequiredMapValueType();
			this.entry = false;
		}

	}

	private static Nullness nulls(TitoPersistentProperty property) {
		Field field = property.getField();
		if (property.getType().isPrimitive() || property.isIdProperty()) {
			return Nullness.NON_NULL;
		}
		return (field != null) ? Nullness.forField(field) : Nullness.UNSPECIFIED;
	}

	private static Nullness both(Nullness one, Nullness other) {
		if (one == Nullness.NULLABLE || other == Nullness.NULLABLE) {
			return Nullness.NULLABLE;
		}
		return (one == Nullness.NON_NULL) ? other : one;
	}

	static List<String> names(TitoPersistentEntity<?> entity) {
		List<String> names = new ArrayList<>();
		entity.forEach((property) -> {
			if (!property.isRelation()) {
				names.add(property.getName());
			}
		});
		return names;
	}

}
