package io.tito.mapping;

import org.springframework.data.mapping.Association;
import org.springframework.data.mapping.PersistentEntity;
import org.springframework.data.mapping.model.AnnotationBasedPersistentProperty;
import org.springframework.data.mapping.model.Property;
import org.springframework.data.mapping.model.SimpleTypeHolder;

/**
 * A property of an entity.
 */
public final class TitoPersistentProperty extends AnnotationBasedPersistentProperty<TitoPersistentProperty> {

	TitoPersistentProperty(Property property, PersistentEntity<?, TitoPersistentProperty> owner,
			SimpleTypeHolder simpleTypes) {
		super(property, owner, simpleTypes);
	}

	@Override
	protected Association<TitoPersistentProperty> createAssociation() {
		return new Association<>(this, null);
	}

}
