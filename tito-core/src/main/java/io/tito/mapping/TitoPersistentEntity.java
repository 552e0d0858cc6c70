package io.tito.mapping;

import java.util.ArrayList;
import java.util.List;

import io.tito.annotation.TitoEntity;
import org.jspecify.annotations.Nullable;

import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.model.BasicPersistentEntity;

/**
 * An entity, or a class that is stored inside one.
 *
 * @param <T> the class
 */
public final class TitoPersistentEntity<T> extends BasicPersistentEntity<T, TitoPersistentProperty> {

	private final FieldPaths paths;

	private volatile @Nullable List<IndexDefinition> indexes;

	TitoPersistentEntity(TypeInformation<T> type, FieldPaths paths) {
		super(type);
		this.paths = paths;
	}

	/**
	 * Whether rows of this class are stored, other than as a part of another's.
	 * @return whether it is marked as {@link TitoEntity}
	 */
	public boolean isRow() {
		return getType().isAnnotationPresent(TitoEntity.class);
	}

	/**
	 * The name of the entity in the store.
	 * @return the name
	 */
	public String entityName() {
		TitoEntity entity = getType().getAnnotation(TitoEntity.class);
		return (entity != null) ? entity.value() : getType().getSimpleName();
	}

	/**
	 * The indexes in the order of their declaration.
	 * @return the indexes
	 */
	public List<IndexDefinition> indexes() {
		List<IndexDefinition> known = this.indexes;
		if (known == null) {
			known = new IndexDeclarations(this.paths).of(this);
			this.indexes = known;
		}
		return known;
	}

	/**
	 * The properties that hold other rows.
	 * @return the relations in the order of their declaration
	 */
	public List<TitoPersistentProperty> relations() {
		List<TitoPersistentProperty> relations = new ArrayList<>();
		forEach((property) -> {
			if (property.isRelation()) {
				relations.add(property);
			}
		});
		return relations;
	}

	/**
	 * Resolve the path of a field.
	 * @param path the path, such as {@code address.city}
	 * @return the resolved path
	 * @throws UnknownFieldException if a property on it does not exist
	 */
	public FieldPath field(String path) {
		return this.paths.resolve(this, path);
	}

}
