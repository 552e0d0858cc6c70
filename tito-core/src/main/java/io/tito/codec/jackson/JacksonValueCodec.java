package io.tito.codec.jackson;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import io.tito.codec.TitoCustomConversions;
import io.tito.codec.UnreadableValueException;
import io.tito.codec.ValueCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * Stores values as JSON.
 * <p>
 * The mapper of {@link #mapperBuilder()} follows Spring Data's rules, not those of an
 * application's web layer: it stores the fields of a class, whatever {@code @JsonIgnore}
 * and its kin say, and leaves out what is {@code @Transient}. Of Jackson's annotations
 * only those that name subtypes are read. Null is not written; a field that is absent is
 * read as null, as an empty collection or map, or as the primitive's default, and in
 * Kotlin as the default of a property that cannot be null; a field that the class no
 * longer has is ignored. Thread-safe.
 */
public final class JacksonValueCodec implements ValueCodec {

	private static final TypeReference<Map<String, @Nullable Object>> PROPERTIES = new TypeReference<>() {
	};

	private final JsonMapper mapper;

	private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();

	public JacksonValueCodec(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * The mapper that the stored format wants, to be built as it is or with additions
	 * such as modules.
	 * @return a new builder
	 */
	public static JsonMapper.Builder mapperBuilder() {
		return mapperBuilder(TitoCustomConversions.none());
	}

	/**
	 * The mapper that the stored format wants, with types of the application that are
	 * stored as simple ones.
	 * @param conversions the converters of those types
	 * @return a new builder
	 */
	public static JsonMapper.Builder mapperBuilder(TitoCustomConversions conversions) {
		JsonMapper.Builder builder = JsonMapper.builder()
			.addModule(new KotlinModule())
			.annotationIntrospector(new StoredPropertyIntrospector(conversions))
			.changeDefaultVisibility((checker) -> checker.withVisibility(PropertyAccessor.ALL, Visibility.NONE)
				.withVisibility(PropertyAccessor.FIELD, Visibility.ANY)
				.withVisibility(PropertyAccessor.CREATOR, Visibility.ANY))
			.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
			.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
					DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING);
		for (Class<?> type : List.of(Collection.class, List.class, Set.class, Map.class)) {
			builder.withConfigOverride(type,
					(override) -> override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)));
		}
		return builder;
	}

	@Override
	public byte[] write(Object value) {
		try {
			return this.mapper.writeValueAsBytes(value);
		}
		catch (JacksonException ex) {
			throw new InvalidDataAccessApiUsageException(
					"A value of %s cannot be written as JSON; see the cause for the property"
						.formatted(value.getClass().getName()),
					ex);
		}
	}

	@Override
	public <T> T read(byte[] bytes, Type type) {
		try {
			return reader(type).readValue(bytes);
		}
		catch (JacksonException ex) {
			throw unreadable(bytes, type, ex);
		}
	}

	private ObjectReader reader(Type type) {
		ObjectReader known = this.readers.get(type);
		return (known != null) ? known
				: this.readers.computeIfAbsent(type, (one) -> this.mapper.readerFor(this.mapper.constructType(one)));
	}

	@Override
	public <T> T read(byte[] bytes, Type type, UnaryOperator<Map<String, @Nullable Object>> change) {
		try {
			Map<String, @Nullable Object> properties = this.mapper.readerFor(PROPERTIES)
				.with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
				.readValue(bytes);
			return this.mapper.convertValue(change.apply(properties), this.mapper.constructType(type));
		}
		catch (JacksonException ex) {
			throw unreadable(bytes, type, ex);
		}
	}

	private static UnreadableValueException unreadable(byte[] bytes, Type type, JacksonException ex) {
		return new UnreadableValueException(
				"%d stored bytes cannot be read as %s; see the cause for the place, and mend the type or the data"
					.formatted(bytes.length, type.getTypeName()),
				ex);
	}

}
