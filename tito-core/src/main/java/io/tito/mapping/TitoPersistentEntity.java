package io.tito.mapping;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import org.jspecify.annotations.Nullable;

import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.model.BasicPersistentEntity;

/**
 * An entity, or a class that is stored inside one.
 *
 * @param <T> the class
 */
public final class TitoPersistentEntity<T> extends BasicPersistentEntity<T, TitoPersistentProperty> {

	private volatile @Nullable List<IndexDefinition> indexes;

	TitoPersistentEntity(TypeInformation<T> type) {
		super(type);
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
			known = Arrays.stream(getType().getAnnotationsByType(TitoIndex.class)).map(this::index).toList();
			this.indexes = known;
		}
		return known;
	}

	private IndexDefinition index(TitoIndex index) {
		List<TitoPersistentProperty> fields = Arrays.stream(index.fields())
			.map(this::getPersistentProperty)
			.filter(Objects::nonNull)
			.toList();
		return new IndexDefinition(index.name(), fields, index.unique());
	}

}
