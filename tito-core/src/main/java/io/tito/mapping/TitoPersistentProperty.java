package io.tito.mapping;

import java.util.Set;

import io.tito.annotation.TitoRelation;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.mapping.Association;
import org.springframework.data.mapping.PersistentEntity;
import org.springframework.data.mapping.model.AnnotationBasedPersistentProperty;
import org.springframework.data.mapping.model.Property;
import org.springframework.data.mapping.model.SimpleTypeHolder;
import org.springframework.util.ClassUtils;

/**
 * A property of an entity.
 */
public final class TitoPersistentProperty extends AnnotationBasedPersistentProperty<TitoPersistentProperty> {

	private static final Set<Class<?>> INTEGERS = Set.of(Long.class, Integer.class, Short.class, Byte.class);

	TitoPersistentProperty(Property property, PersistentEntity<?, TitoPersistentProperty> owner,
			SimpleTypeHolder simpleTypes) {
		super(property, owner, simpleTypes);
	}

	/**
	 * Check a value that is to be compared with this property's: one of another kind is
	 * encoded in another way and would be equal to nothing.
	 * @param value the value
	 * @throws InvalidDataAccessApiUsageException if no value of the property can equal it
	 */
	public void checkComparable(Object value) {
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(getType());
		boolean integers = INTEGERS.contains(type) && INTEGERS.contains(value.getClass());
		if (!integers && !type.isInstance(value)) {
			throw new InvalidDataAccessApiUsageException(
					"The property '%s' of %s is of type %s and never equals a value of type %s: pass one of its own type"
						.formatted(getName(), getOwner().getName(), type.getName(), value.getClass().getName()));
		}
	}

	/**
	 * Whether the property holds other rows and is not stored.
	 * @return whether it is marked as {@link TitoRelation}
	 */
	public boolean isRelation() {
		return isAnnotationPresent(TitoRelation.class);
	}

	/**
	 * What the property relates to.
	 * @return the relation
	 */
	public TitoRelation relation() {
		return getRequiredAnnotation(TitoRelation.class);
	}

	@Override
	protected Association<TitoPersistentProperty> createAssociation() {
		return new Association<>(this, null);
	}

}
