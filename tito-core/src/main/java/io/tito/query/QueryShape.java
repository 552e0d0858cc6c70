package io.tito.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tito.query.Filter.Comparison;
import io.tito.query.KeyRange.Bound;
import org.jspecify.annotations.Nullable;

/**
 * A query apart from its values, so that queries which differ in these alone share a
 * plan.
 *
 * @param <T> the class of the entity
 * @param spec the query, with parameters in place of values
 * @param values the values of all parameters
 */
public record QueryShape<T>(QuerySpec<T> spec, Map<String, @Nullable Object> values) {

	/**
	 * The shape of a query.
	 * @param <T> the class of the entity
	 * @param spec the query
	 * @param parameters the values of its own parameters, by name
	 * @return its shape
	 */
	public static <T> QueryShape<T> of(QuerySpec<T> spec, Map<String, ? extends @Nullable Object> parameters) {
		Map<String, @Nullable Object> values = new HashMap<>(parameters);
		Filter filter = (spec.filter() != null) ? shape(spec.filter(), values) : null;
		KeyRange range = spec.range().isAll() ? spec.range() : shape(spec.range(), values);
		return new QueryShape<>(new QuerySpec<>(spec.type(), filter, spec.sort(), spec.reversed(), spec.index(), range,
				spec.scanLimit(), spec.fetch()), values);
	}

	private static Filter shape(Filter filter, Map<String, @Nullable Object> values) {
		if (filter instanceof Comparison comparison) {
			return shape(comparison, values);
		}
		if (filter instanceof Filter.All all) {
			return new Filter.All(all.filters().stream().map((one) -> shape(one, values)).toList());
		}
		if (filter instanceof Filter.Any any) {
			return new Filter.Any(any.filters().stream().map((one) -> shape(one, values)).toList());
		}
		return new Filter.Not(shape(((Filter.Not) filter).filter(), values));
	}

	/**
	 * A comparison with null is planned otherwise than one with a value.
	 */
	private static Comparison shape(Comparison comparison, Map<String, @Nullable Object> values) {
		List<@Nullable Object> given = comparison.values();
		boolean several = comparison.operator() == Operator.IN;
		if (given.isEmpty() || given.stream().anyMatch((value) -> value == null || value instanceof Parameter)) {
			return comparison;
		}
		return new Comparison(comparison.field(), comparison.operator(),
				List.of(parameter(several ? given : given.get(0), values)));
	}

	private static KeyRange shape(KeyRange range, Map<String, @Nullable Object> values) {
		return new KeyRange(range.values().stream().map((value) -> parameter(value, values)).toList(),
				range.bounds()
					.stream()
					.map((bound) -> new Bound(bound.operator(), parameter(bound.value(), values)))
					.toList());
	}

	/**
	 * No parameter of an application has such a name.
	 */
	private static Object parameter(@Nullable Object value, Map<String, @Nullable Object> values) {
		if (value instanceof Parameter own) {
			return own;
		}
		String name = "\0" + values.size();
		values.put(name, value);
		return new Parameter(name);
	}

}
