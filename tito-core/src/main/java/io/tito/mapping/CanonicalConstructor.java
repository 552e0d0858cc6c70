package io.tito.mapping;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.Parameter;
import org.springframework.data.mapping.PreferredConstructor;

/**
 * The constructor of a record that takes all its components. Spring Data finds it among
 * several ones only if it is public.
 */
final class CanonicalConstructor {

	private CanonicalConstructor() {
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	static <T> PreferredConstructor<T, TitoPersistentProperty> of(TitoPersistentEntity<T> entity) {
		RecordComponent[] components = entity.getType().getRecordComponents();
		Constructor<T> constructor = constructor(entity.getType(), components);
		List<TypeInformation<?>> types = entity.getTypeInformation().getParameterTypes(constructor);
		Annotation[][] annotations = constructor.getParameterAnnotations();
		Parameter[] parameters = new Parameter[components.length];
		for (int i = 0; i < components.length; i++) {
			parameters[i] = new Parameter(components[i].getName(), types.get(i), annotations[i], entity);
		}
		return new PreferredConstructor<>(constructor, parameters);
	}

	private static <T> Constructor<T> constructor(Class<T> type, RecordComponent[] components) {
		Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
		try {
			Constructor<T> constructor = type.getDeclaredConstructor(types);
			constructor.setAccessible(true);
			return constructor;
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException("Every record has a canonical constructor, but not " + type.getName(), ex);
		}
	}

}
