package io.tito.mapping;

import java.lang.reflect.Field;
import java.util.Set;

import io.tito.annotation.TitoRelation;
import io.tito.codec.TitoCustomConversions;
import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.mapping.Association;
import org.springframework.data.mapping.PersistentEntity;
import org.springframework.data.mapping.model.AnnotationBasedPersistentProperty;
import org.springframework.data.mapping.model.Property;
import org.springframework.data.mapping.model.SimpleTypeHolder;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A property of an entity.
 */
public final class TitoPersistentProperty extends AnnotationBasedPersistentProperty<TitoPersistentProperty> {

	private static final Set<Class<?>> INTEGERS = Set.of(Long.class, Integer.class, Short.class, Byte.class);

	private final TitoCustomConversions conversions;

	private final @Nullable Class<?> stored;

	/** Where the value is, if nothing has to be done to it on the way. */
	private final @Nullable Field plain;

	TitoPersistentProperty(Property property, PersistentEntity<?, TitoPersistentProperty> owner,
			SimpleTypeHolder simpleTypes, TitoCustomConversions conversions) {
		super(property, owner, simpleTypes);
		this.conversions = conversions;
		this.stored = conversions.storedType(getType());
		this.plain = plainField();
	}

	/**
	 * Kotlin keeps some values in another form than it shows them.
	 */
	private @Nullable Field plainField() {
		Field field = getField();
		if (field == null || usePropertyAccess() || KotlinDetector.isKotlinType(field.getDeclaringClass())) {
			return null;
		}
		return field.trySetAccessible() ? field : null;
	}

	/**
	 * The value of the property, without the accessor that a change would need.
	 * @param owner an instance of the class that has the property
	 * @return the value
	 */
	public @Nullable Object valueOf(Object owner) {
		return (this.plain != null) ? ReflectionUtils.getField(this.plain, owner)
				: getOwner().getPropertyAccessor(owner).getProperty(this);
	}

	/**
	 * The type that the property's values have in keys.
	 * @return the type itself, or what its registered converter makes of it
	 */
	public Class<?> keyType() {
		return (this.stored != null) ? this.stored : ClassUtils.resolvePrimitiveIfNecessary(getType());
	}

	/**
	 * A value as it is written into keys.
	 * @param value a value of the property
	 * @return the value itself, or what its registered converter makes of it
	 * @throws InvalidDataAccessApiUsageException if it is no value of the property
	 */
	public Object toKeyValue(Object value) {
		checkComparable(value);
		return (this.stored != null) ? this.conversions.convert(value, this.stored) : value;
	}

	/**
	 * The value of the property for one of its {@link #keyType()}.
	 * @param key what a key holds
	 * @return the value
	 */
	public Object fromKeyValue(Object key) {
		return (this.stored != null) ? this.conversions.convert(key, getType()) : key;
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
