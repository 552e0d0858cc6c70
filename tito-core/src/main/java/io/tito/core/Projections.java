package io.tito.core;

import io.tito.mapping.TitoMappingContext;
import io.tito.mapping.TitoPersistentEntity;
import io.tito.mapping.TitoPersistentProperty;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.mapping.InstanceCreatorMetadata;
import org.springframework.data.mapping.Parameter;
import org.springframework.data.mapping.PersistentPropertyAccessor;
import org.springframework.data.mapping.model.EntityInstantiators;
import org.springframework.data.mapping.model.ParameterValueProvider;
import org.springframework.data.projection.ProjectionFactory;
import org.springframework.data.projection.SpelAwareProxyProjectionFactory;

/**
 * Shows rows as other types. Thread-safe.
 */
public final class Projections {

	private final TitoMappingContext mapping;

	private final EntityInstantiators instantiators = new EntityInstantiators();

	private final ProjectionFactory interfaces = new SpelAwareProxyProjectionFactory();

	public Projections(TitoMappingContext mapping) {
		this.mapping = mapping;
	}

	/**
	 * Show a row as another type.
	 * @param <S> the type
	 * @param row the row
	 * @param type an interface of getters, or a record or class whose constructor names
	 * properties of the entity
	 * @return the row as that type
	 */
	public <S> S project(Object row, Class<S> type) {
		if (type.isInstance(row)) {
			return type.cast(row);
		}
		return type.isInterface() ? this.interfaces.createProjection(type, row) : instantiate(row, type);
	}

	@SuppressWarnings("unchecked")
	private <S> S instantiate(Object row, Class<S> type) {
		TitoPersistentEntity<S> target = (TitoPersistentEntity<S>) this.mapping.getRequiredPersistentEntity(type);
		TitoPersistentEntity<?> source = this.mapping.entity(row.getClass());
		PersistentPropertyAccessor<?> values = source.getPropertyAccessor(row);
		S instance = this.instantiators.getInstantiatorFor(target)
			.createInstance(target, new FromRow(source, values, type));
		InstanceCreatorMetadata<TitoPersistentProperty> creator = target.getInstanceCreatorMetadata();
		PersistentPropertyAccessor<S> accessor = target.getPropertyAccessor(instance);
		target.forEach((property) -> {
			TitoPersistentProperty from = source.getPersistentProperty(property.getName());
			if (from != null && (creator == null || !creator.isCreatorParameter(property))) {
				accessor.setProperty(property, values.getProperty(from));
			}
		});
		return accessor.getBean();
	}

	/**
	 * Gives a constructor the row's values by name.
	 */
	private record FromRow(TitoPersistentEntity<?> source, PersistentPropertyAccessor<?> values,
			Class<?> target) implements ParameterValueProvider<TitoPersistentProperty> {

		@Override
		@SuppressWarnings("unchecked")
		public <V> @Nullable V getParameterValue(Parameter<V, TitoPersistentProperty> parameter) {
			String name = String.valueOf(parameter.getName());
			TitoPersistentProperty property = this.source.getPersistentProperty(name);
			if (property == null) {
				throw new InvalidDataAccessApiUsageException(
						"%s cannot show %s: its constructor takes '%s', which is no property of the entity"
							.formatted(this.target.getName(), this.source.getType().getName(), name));
			}
			return (V) this.values.getProperty(property);
		}

	}

}
