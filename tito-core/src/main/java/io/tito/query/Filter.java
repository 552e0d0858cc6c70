package io.tito.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.data.core.TypedPropertyPath;
import org.springframework.util.Assert;

/**
 * A condition on rows. Fields are named by their paths ({@code "address.city"}) or by
 * method references ({@code Order::customer}); a condition on a collection holds if one
 * of its elements fulfils it. Values are of the field's type, or a {@link Parameter}.
 * Immutable.
 */
public sealed interface Filter {

	/**
	 * A comparison of a field.
	 *
	 * @param field the path of the field
	 * @param operator how to compare
	 * @param values what to compare with: one value, or those of {@link Operator#IN}
	 */
	record Comparison(String field, Operator operator, List<@Nullable Object> values) implements Filter {

		public Comparison {
			Assert.isTrue(operator == Operator.EQ || values.stream().noneMatch((value) -> value == null),
					() -> "The property '%s' cannot be compared with null by '%s': use isNull".formatted(field,
							operator));
			values = Collections.unmodifiableList(new ArrayList<>(values));
		}

		@Override
		public String toString() {
			return this.field + " " + this.operator + " " + ((this.operator == Operator.IN && this.values.size() != 1)
					? this.values : String.valueOf(this.values.get(0)));
		}

	}

	/**
	 * All of several conditions.
	 *
	 * @param filters the conditions
	 */
	record All(List<Filter> filters) implements Filter {

		public All {
			filters = List.copyOf(filters);
		}

		@Override
		public String toString() {
			return this.filters.stream().map(String::valueOf).collect(Collectors.joining(" and "));
		}

	}

	/**
	 * One of several conditions.
	 *
	 * @param filters the conditions
	 */
	record Any(List<Filter> filters) implements Filter {

		public Any {
			filters = List.copyOf(filters);
		}

		@Override
		public String toString() {
			return this.filters.stream().map(String::valueOf).collect(Collectors.joining(" or ", "(", ")"));
		}

	}

	/**
	 * The opposite of a condition.
	 *
	 * @param filter the condition
	 */
	record Not(Filter filter) implements Filter {

		@Override
		public String toString() {
			return "not (" + this.filter + ")";
		}

	}

	default Filter and(Filter other) {
		List<Filter> all = new ArrayList<>((this instanceof All several) ? several.filters() : List.of(this));
		all.addAll((other instanceof All several) ? several.filters() : List.of(other));
		return new All(all);
	}

	default Filter or(Filter other) {
		return new Any(List.of(this, other));
	}

	static Filter not(Filter filter) {
		return new Not(filter);
	}

	static Filter eq(String field, Object value) {
		Assert.notNull(value, () -> "The property '%s' cannot be compared with null: use isNull".formatted(field));
		return compare(field, Operator.EQ, value);
	}

	static <T, P> Filter eq(TypedPropertyPath<T, P> field, P value) {
		return eq(path(field), value);
	}

	static Filter isNull(String field) {
		return new Comparison(field, Operator.EQ, Collections.singletonList(null));
	}

	static Filter in(String field, Collection<?> values) {
		return new Comparison(field, Operator.IN, new ArrayList<>(values));
	}

	static Filter in(String field, Object... values) {
		return new Comparison(field, Operator.IN, Arrays.asList(values));
	}

	static <T, P> Filter in(TypedPropertyPath<T, P> field, Collection<? extends P> values) {
		return in(path(field), values);
	}

	static Filter lt(String field, Object value) {
		return compare(field, Operator.LT, value);
	}

	static <T, P> Filter lt(TypedPropertyPath<T, P> field, P value) {
		return lt(path(field), value);
	}

	static Filter lte(String field, Object value) {
		return compare(field, Operator.LTE, value);
	}

	static <T, P> Filter lte(TypedPropertyPath<T, P> field, P value) {
		return lte(path(field), value);
	}

	static Filter gt(String field, Object value) {
		return compare(field, Operator.GT, value);
	}

	static <T, P> Filter gt(TypedPropertyPath<T, P> field, P value) {
		return gt(path(field), value);
	}

	static Filter gte(String field, Object value) {
		return compare(field, Operator.GTE, value);
	}

	static <T, P> Filter gte(TypedPropertyPath<T, P> field, P value) {
		return gte(path(field), value);
	}

	/**
	 * Between two values, both included.
	 * @param field the path of the field
	 * @param from the smallest value
	 * @param to the greatest value
	 * @return the condition
	 */
	static Filter between(String field, Object from, Object to) {
		return gte(field, from).and(lte(field, to));
	}

	static <T, P> Filter between(TypedPropertyPath<T, P> field, P from, P to) {
		return between(path(field), from, to);
	}

	static Filter startingWith(String field, Object beginning) {
		return compare(field, Operator.STARTING_WITH, beginning);
	}

	static <T> Filter startingWith(TypedPropertyPath<T, String> field, String beginning) {
		return startingWith(path(field), beginning);
	}

	static Filter endingWith(String field, Object end) {
		return compare(field, Operator.ENDING_WITH, end);
	}

	static Filter containing(String field, Object part) {
		return compare(field, Operator.CONTAINING, part);
	}

	/**
	 * A value that is given with each call.
	 * @param name the name of the parameter
	 * @return what stands for it
	 */
	static Parameter param(String name) {
		return new Parameter(name);
	}

	private static Filter compare(String field, Operator operator, Object value) {
		return new Comparison(field, operator, Collections.singletonList(value));
	}

	private static <T, P> String path(TypedPropertyPath<T, P> field) {
		return TypedPropertyPath.of(field).toDotPath();
	}

}
