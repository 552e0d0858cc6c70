package io.tito.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.tito.query.Filter.Comparison;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.util.ObjectUtils;

/**
 * The values of one call.
 */
final class Values {

	private final Map<String, ? extends @Nullable Object> parameters;

	Values(Map<String, ? extends @Nullable Object> parameters) {
		this.parameters = parameters;
	}

	/**
	 * What a comparison compares with: several values only for {@link Operator#IN}.
	 */
	List<@Nullable Object> of(Comparison comparison) {
		List<@Nullable Object> values = new ArrayList<>();
		for (Object given : comparison.values()) {
			Object value = (given instanceof Parameter parameter) ? resolve(parameter) : given;
			if (comparison.operator() == Operator.IN && given instanceof Parameter) {
				values.addAll(several(comparison, value));
			}
			else {
				values.add(value);
			}
		}
		if (comparison.operator() != Operator.EQ && values.contains(null)) {
			throw new InvalidDataAccessApiUsageException(
					"The property '%s' cannot be compared with null by '%s': pass a value".formatted(comparison.field(),
							comparison.operator()));
		}
		return values;
	}

	Filter bind(Filter filter) {
		if (filter instanceof Comparison comparison) {
			return new Comparison(comparison.field(), comparison.operator(), of(comparison));
		}
		if (filter instanceof Filter.All all) {
			return new Filter.All(all.filters().stream().map(this::bind).toList());
		}
		if (filter instanceof Filter.Any any) {
			return new Filter.Any(any.filters().stream().map(this::bind).toList());
		}
		return new Filter.Not(bind(((Filter.Not) filter).filter()));
	}

	private @Nullable Object resolve(Parameter parameter) {
		if (!this.parameters.containsKey(parameter.name())) {
			throw new InvalidDataAccessApiUsageException(
					"The parameter '%s' of the query has no value: bind one".formatted(parameter.name()));
		}
		return this.parameters.get(parameter.name());
	}

	private static Collection<?> several(Comparison comparison, @Nullable Object value) {
		if (value instanceof Collection<?> collection) {
			return collection;
		}
		if (value instanceof Iterable<?> iterable) {
			List<Object> copied = new ArrayList<>();
			iterable.forEach(copied::add);
			return copied;
		}
		if (ObjectUtils.isArray(value)) {
			return Arrays.asList(ObjectUtils.toObjectArray(value));
		}
		throw new InvalidDataAccessApiUsageException(
				"The property '%s' is compared with several values: pass a collection".formatted(comparison.field()));
	}

}
