package io.tito.codec.jackson;

import io.tito.codec.TitoCustomConversions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;
import tools.jackson.databind.util.StdConverter;

/**
 * A registered converter as Jackson wants it.
 */
final class ConvertedType extends StdConverter<Object, Object> {

	private final TitoCustomConversions conversions;

	private final Class<?> from;

	private final Class<?> to;

	private ConvertedType(TitoCustomConversions conversions, Class<?> from, Class<?> to) {
		this.conversions = conversions;
		this.from = from;
		this.to = to;
	}

	static @Nullable ConvertedType writing(TitoCustomConversions conversions, Class<?> type) {
		Class<?> stored = conversions.storedType(type);
		return (stored != null) ? new ConvertedType(conversions, type, stored) : null;
	}

	static @Nullable ConvertedType reading(TitoCustomConversions conversions, Class<?> type) {
		Class<?> stored = conversions.storedType(type);
		return (stored != null) ? new ConvertedType(conversions, stored, type) : null;
	}

	@Override
	public Object convert(Object value) {
		return this.conversions.convert(value, this.to);
	}

	@Override
	public JavaType getInputType(TypeFactory types) {
		return types.constructType(this.from);
	}

	@Override
	public JavaType getOutputType(TypeFactory types) {
		return types.constructType(this.to);
	}

}
