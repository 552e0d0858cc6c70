package io.tito.outbox;

import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.EvaluationContext;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypedValue;
import org.springframework.util.ReflectionUtils;

/**
 * Lets expressions read fields that have no accessor, as the store does.
 */
final class RowPropertyAccessor implements PropertyAccessor {

	@Override
	public Class<?> @Nullable [] getSpecificTargetClasses() {
		return null;
	}

	@Override
	public boolean canRead(EvaluationContext context, @Nullable Object target, String name) {
		return field(target, name) != null;
	}

	@Override
	public TypedValue read(EvaluationContext context, @Nullable Object target, String name) {
		Field field = field(target, name);
		if (field == null) {
			throw new IllegalArgumentException("There is no field '%s'".formatted(name));
		}
		ReflectionUtils.makeAccessible(field);
		return new TypedValue(ReflectionUtils.getField(field, target));
	}

	@Override
	public boolean canWrite(EvaluationContext context, @Nullable Object target, String name) {
		return false;
	}

	@Override
	public void write(EvaluationContext context, @Nullable Object target, String name, @Nullable Object value) {
		throw new UnsupportedOperationException("Expressions of @TitoEvent do not change rows");
	}

	private static @Nullable Field field(@Nullable Object target, String name) {
		return (target != null) ? ReflectionUtils.findField(target.getClass(), name) : null;
	}

}
