package io.tito.query;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Sort;

/**
 * What to find: a value that may be kept, shared and used with other parameters each
 * time; it is planned once. Immutable.
 *
 * @param <T> the class of the entity
 * @param type the class of the entity
 * @param filter the condition, or null for all rows
 * @param sort the order, unsorted for that of the index
 * @param reversed whether the order is turned round
 * @param index the name of the index to use, or null to let the planner choose
 * @param range the part of the named index
 * @param scanLimit how many rows may be read and left out, 0 if all conditions and the
 * order have to go along an index
 * @param fetch the relations to fill
 */
public record QuerySpec<T>(Class<T> type, @Nullable Filter filter, Sort sort, boolean reversed, @Nullable String index,
		KeyRange range, int scanLimit, List<String> fetch) {

	public QuerySpec {
		fetch = List.copyOf(fetch);
	}

	/**
	 * All rows, in the order of their ids.
	 * @param <T> the class of the entity
	 * @param type the class of the entity
	 * @return the query
	 */
	public static <T> QuerySpec<T> of(Class<T> type) {
		return new QuerySpec<>(type, null, Sort.unsorted(), false, null, KeyRange.ALL, 0, List.of());
	}

	/**
	 * Add a condition.
	 * @param condition the condition
	 * @return a new query
	 */
	public QuerySpec<T> where(Filter condition) {
		Filter both = (this.filter != null) ? this.filter.and(condition) : condition;
		return new QuerySpec<>(this.type, both, this.sort, this.reversed, this.index, this.range, this.scanLimit,
				this.fetch);
	}

	/**
	 * Add the condition that a field has a value.
	 * @param field the path of the field
	 * @param value the value
	 * @return a new query
	 */
	public QuerySpec<T> where(String field, Object value) {
		return where(Filter.eq(field, value));
	}

	/**
	 * Order by fields, ascending.
	 * @param fields the paths of the fields
	 * @return a new query
	 */
	public QuerySpec<T> orderBy(String... fields) {
		return orderBy(Sort.by(fields));
	}

	public QuerySpec<T> orderBy(Sort order) {
		return new QuerySpec<>(this.type, this.filter, order, this.reversed, this.index, this.range, this.scanLimit,
				this.fetch);
	}

	public QuerySpec<T> reverse() {
		return new QuerySpec<>(this.type, this.filter, this.sort, !this.reversed, this.index, this.range,
				this.scanLimit, this.fetch);
	}

	/**
	 * Use an index, and no other. Only so a conditional one is used, or one whose keys a
	 * class makes: the query then finds the rows that have entries in it.
	 * @param name the name of the index
	 * @return a new query
	 */
	public QuerySpec<T> index(String name) {
		return new QuerySpec<>(this.type, this.filter, this.sort, this.reversed, name, this.range, this.scanLimit,
				this.fetch);
	}

	/**
	 * Fix the next value of the keys of the named index.
	 * @param value the value
	 * @return a new query
	 */
	public QuerySpec<T> value(Object value) {
		return range(this.range.value(value));
	}

	/**
	 * Bound the value behind the fixed ones.
	 * @param operator how to compare
	 * @param value what to compare with
	 * @return a new query
	 */
	public QuerySpec<T> bound(Operator operator, Object value) {
		return range(this.range.bound(operator, value));
	}

	/**
	 * Allow to read rows and leave them out, or to sort them in memory.
	 * @param rows how many rows may be read for one call
	 * @return a new query
	 */
	public QuerySpec<T> allowScan(int rows) {
		return new QuerySpec<>(this.type, this.filter, this.sort, this.reversed, this.index, this.range, rows,
				this.fetch);
	}

	/**
	 * Fill relations.
	 * @param relations their paths
	 * @return a new query
	 */
	public QuerySpec<T> with(String... relations) {
		List<String> more = new ArrayList<>(this.fetch);
		more.addAll(List.of(relations));
		return new QuerySpec<>(this.type, this.filter, this.sort, this.reversed, this.index, this.range, this.scanLimit,
				more);
	}

	private QuerySpec<T> range(KeyRange part) {
		return new QuerySpec<>(this.type, this.filter, this.sort, this.reversed, this.index, part, this.scanLimit,
				this.fetch);
	}

}
