package io.tito.codec.jackson;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.bean.PropertyValueBuffer;
import tools.jackson.databind.deser.std.StdValueInstantiator;

import org.springframework.core.MethodParameter;
import org.springframework.core.Nullness;

/**
 * Calls the constructor that Kotlin's compiler adds to one with default arguments: it
 * takes the same arguments, then a bit for each that says whether to use the default. So
 * a property that a stored row lacks has its default. Null is not stored, so one that may
 * be null is null.
 */
final class KotlinInstantiator extends StdValueInstantiator {

	private static final long serialVersionUID = 1L;

	private static final String MARKER = "kotlin.jvm.internal.DefaultConstructorMarker";

	private final transient @Nullable Constructor<?> defaulting;

	private final boolean[] nullable;

	KotlinInstantiator(StdValueInstantiator standard) {
		super(standard);
		Constructor<?> constructor = (this._withArgsCreator != null)
				&& this._withArgsCreator.getAnnotated() instanceof Constructor<?> declared ? declared : null;
		this.defaulting = (constructor != null) ? defaulting(constructor) : null;
		this.nullable = new boolean[(constructor != null) ? constructor.getParameterCount() : 0];
		for (int i = 0; constructor != null && i < this.nullable.length; i++) {
			this.nullable[i] = Nullness.forMethodParameter(new MethodParameter(constructor, i)) == Nullness.NULLABLE;
		}
	}

	private static @Nullable Constructor<?> defaulting(Constructor<?> constructor) {
		Class<?>[] own = constructor.getParameterTypes();
		int length = own.length + masks(own.length) + 1;
		for (Constructor<?> other : constructor.getDeclaringClass().getDeclaredConstructors()) {
			Class<?>[] types = other.getParameterTypes();
			if (other.isSynthetic() && types.length == length && types[length - 1].getName().equals(MARKER)
					&& Arrays.equals(types, 0, own.length, own, 0, own.length) && other.trySetAccessible()) {
				return other;
			}
		}
		return null;
	}

	private static int masks(int arguments) {
		return (arguments + Integer.SIZE - 1) / Integer.SIZE;
	}

	@Override
	public Object createFromObjectWith(DeserializationContext context, SettableBeanProperty[] properties,
			PropertyValueBuffer buffer) {
		if (this.defaulting == null || buffer.isComplete()) {
			return super.createFromObjectWith(context, properties, buffer);
		}
		int[] masks = new int[masks(properties.length)];
		for (int i = 0; i < properties.length; i++) {
			if (!this.nullable[i] && !buffer.hasParameter(properties[i])) {
				masks[i / Integer.SIZE] |= 1 << (i % Integer.SIZE);
			}
		}
		return create(context, this.defaulting, buffer.getParameters(context, properties), masks);
	}

	private Object create(DeserializationContext context, Constructor<?> constructor, @Nullable Object[] values,
			int[] masks) {
		@Nullable Object[] arguments = Arrays.copyOf(values, values.length + masks.length + 1);
		for (int i = 0; i < masks.length; i++) {
			arguments[values.length + i] = masks[i];
		}
		try {
			return constructor.newInstance(arguments);
		}
		catch (InvocationTargetException ex) {
			return context.handleInstantiationProblem(this._valueClass, values,
					rewrapCtorProblem(context, ex.getTargetException()));
		}
		catch (ReflectiveOperationException ex) {
			return context.handleInstantiationProblem(this._valueClass, values, ex);
		}
	}

}
