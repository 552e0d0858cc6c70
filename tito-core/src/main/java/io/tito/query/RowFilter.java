package io.tito.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.tito.key.KeyWriter;
import io.tito.mapping.FieldPath;
import io.tito.mapping.TitoPersistentEntity;
import io.tito.query.Filter.Comparison;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that no index answers, tried on each row. Values compare as they do in
 * indexes.
 */
final class RowFilter {

	private final TitoPersistentEntity<?> entity;

	private final List<Filter> filters;

	RowFilter(TitoPersistentEntity<?> entity, List<Filter> filters) {
		this.entity = entity;
		this.filters = filters;
		filters.forEach(this::check);
	}

	boolean isEmpty() {
		return this.filters.isEmpty();
	}

	boolean accepts(Object row) {
		return this.filters.stream().allMatch((filter) -> accepts(filter, row));
	}

	@Override
	public String toString() {
		return this.filters.toString();
	}

	private boolean accepts(Filter filter, Object row) {
		if (filter instanceof Filter.All all) {
			return all.filters().stream().allMatch((one) -> accepts(one, row));
		}
		if (filter instanceof Filter.Any any) {
			return any.filters().stream().anyMatch((one) -> accepts(one, row));
		}
		if (filter instanceof Filter.Not not) {
			return !accepts(not.filter(), row);
		}
		Comparison comparison = (Comparison) filter;
		FieldPath path = this.entity.field(comparison.field());
		return values(path, row).stream().anyMatch((value) -> accepts(path, comparison, value));
	}

	private static boolean accepts(FieldPath path, Comparison comparison, @Nullable Object value) {
		Object first = comparison.values().isEmpty() ? null : comparison.values().get(0);
		if (value == null || (first == null && comparison.operator() == Operator.EQ)) {
			return value == null && first == null && comparison.operator() == Operator.EQ;
		}
		return switch (comparison.operator()) {
			case EQ, IN -> comparison.values().stream().anyMatch((one) -> compare(path, value, one) == 0);
			case LT -> compare(path, value, first) < 0;
			case LTE -> compare(path, value, first) <= 0;
			case GT -> compare(path, value, first) > 0;
			case GTE -> compare(path, value, first) >= 0;
			case STARTING_WITH -> value.toString().startsWith(String.valueOf(first));
			case ENDING_WITH -> value.toString().endsWith(String.valueOf(first));
			case CONTAINING -> value.toString().contains(String.valueOf(first));
		};
	}

	private static int compare(FieldPath path, Object one, @Nullable Object other) {
		return KeyWriter.keyOf(path.toKey(one)).compareTo(KeyWriter.keyOf(path.toKey(other)));
	}

	/**
	 * The values of a field: one for each element of the collections on the way.
	 */
	static List<@Nullable Object> values(FieldPath path, Object row) {
		List<@Nullable Object> values = new ArrayList<>();
		path.forEachValue(row, values::add);
		return values;
	}

	private void check(Filter filter) {
		if (filter instanceof Filter.All all) {
			all.filters().forEach(this::check);
		}
		else if (filter instanceof Filter.Any any) {
			any.filters().forEach(this::check);
		}
		else if (filter instanceof Filter.Not not) {
			check(not.filter());
		}
		else if (filter instanceof Comparison comparison) {
			FieldPath path = this.entity.field(comparison.field());
			comparison.values().stream().filter(Objects::nonNull).forEach((value) -> path.checkComparable(value));
		}
	}

}
