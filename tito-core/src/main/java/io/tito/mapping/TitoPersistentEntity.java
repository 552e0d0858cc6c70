package io.tito.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoSoftDelete;
import io.tito.codec.RowUpcaster;
import org.jspecify.annotations.Nullable;

import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.InstanceCreatorMetadata;
import org.springframework.data.mapping.PersistentProperty;
import org.springframework.data.mapping.model.BasicPersistentEntity;

/**
 * An entity, or a class that is stored inside one.
 *
 * @param <T> the class
 */
public final class TitoPersistentEntity<T> extends BasicPersistentEntity<T, TitoPersistentProperty> {

	private final FieldPaths paths;

	private volatile @Nullable List<IndexDefinition> indexes;

	private volatile @Nullable InstanceCreatorMetadata<TitoPersistentProperty> canonical;

	private final Revisions revisions;

	private final String name;

	TitoPersistentEntity(TypeInformation<T> type, FieldPaths paths, Collection<RowUpcaster> upcasters) {
		super(type);
		this.paths = paths;
		TitoEntity entity = type.getType().getAnnotation(TitoEntity.class);
		this.name = (entity != null) ? entity.value() : type.getType().getSimpleName();
		this.revisions = Revisions.of(type.getType(), (entity != null) ? entity.oldestRevision() : 0,
				(entity != null) ? entity.revision() : 0, upcasters);
	}

	@Override
	public @Nullable InstanceCreatorMetadata<TitoPersistentProperty> getInstanceCreatorMetadata() {
		InstanceCreatorMetadata<TitoPersistentProperty> found = super.getInstanceCreatorMetadata();
		if (found != null || !getType().isRecord()) {
			return found;
		}
		InstanceCreatorMetadata<TitoPersistentProperty> known = this.canonical;
		if (known == null) {
			known = CanonicalConstructor.of(this);
			this.canonical = known;
		}
		return known;
	}

	@Override
	public boolean isCreatorArgument(PersistentProperty<?> property) {
		InstanceCreatorMetadata<TitoPersistentProperty> creator = getInstanceCreatorMetadata();
		return creator != null && creator.isCreatorParameter(property);
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
		return this.name;
	}

	/**
	 * The revision of the form in which rows are written.
	 * @return the revision
	 */
	public int revision() {
		return this.revisions.current();
	}

	/**
	 * The oldest revision that is read.
	 * @return the revision
	 */
	public int oldestRevision() {
		return this.revisions.oldest();
	}

	/**
	 * Bring the properties of an older row to the present revision.
	 * @param row the properties
	 * @param from their revision
	 * @return the properties of the present revision
	 */
	public Map<String, @Nullable Object> upcast(Map<String, @Nullable Object> row, int from) {
		return this.revisions.upcast(row, from);
	}

	Revisions revisions() {
		return this.revisions;
	}

	/**
	 * Whether deleted rows are kept.
	 * @return whether it is marked as {@link TitoSoftDelete}
	 */
	public boolean keepsDeleted() {
		return getType().isAnnotationPresent(TitoSoftDelete.class);
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
