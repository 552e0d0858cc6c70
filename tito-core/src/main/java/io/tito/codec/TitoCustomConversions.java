package io.tito.codec;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.convert.CustomConversions;
import org.springframework.data.mapping.model.SimpleTypeHolder;

/**
 * Converters between types of an application and those that the store orders and writes
 * as they are: texts, numbers, booleans, UUID, Instant and LocalDate. A pair of
 * converters, annotated as Spring Data's {@code @WritingConverter} and
 * {@code @ReadingConverter}, makes a type usable as an id, and is how its values are
 * written into rows. Thread-safe.
 */
public final class TitoCustomConversions extends CustomConversions {

	private static final SimpleTypeHolder STORED = new SimpleTypeHolder(Set.of(String.class, UUID.class, Long.class,
			Integer.class, Double.class, Boolean.class, BigDecimal.class, Instant.class, LocalDate.class), false);

	private static final TitoCustomConversions NONE = new TitoCustomConversions(List.of());

	private final GenericConversionService service = new GenericConversionService();

	/**
	 * Create the conversions.
	 * @param converters instances of Spring's {@code Converter} and its kin
	 */
	public TitoCustomConversions(Collection<?> converters) {
		super(StoreConversions.of(STORED), converters);
		registerConvertersIn(this.service);
	}

	public static TitoCustomConversions none() {
		return NONE;
	}

	/**
	 * The type that values of a type are stored as.
	 * @param type the type
	 * @return the other type, or null if no pair of converters is registered
	 */
	public @Nullable Class<?> storedType(Class<?> type) {
		if (STORED.isSimpleType(type)) {
			return null;
		}
		Class<?> stored = getCustomWriteTarget(type).orElse(null);
		return (stored != null && hasCustomReadTarget(stored, type)) ? stored : null;
	}

	/**
	 * Convert a value.
	 * @param <T> the type to convert to
	 * @param value the value
	 * @param type the type to convert to
	 * @return the converted value
	 */
	public <T> T convert(Object value, Class<T> type) {
		T converted = this.service.convert(value, type);
		if (converted == null) {
			throw new InvalidDataAccessApiUsageException(
					"The converter from %s to %s gave null: return a value for each that is not null"
						.formatted(value.getClass().getName(), type.getName()));
		}
		return converted;
	}

}
