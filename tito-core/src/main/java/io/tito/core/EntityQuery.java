package io.tito.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.tito.query.Filter;
import io.tito.query.Operator;
import io.tito.query.QueryPlan;
import io.tito.query.QuerySpec;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.data.core.TypedPropertyPath;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;

/**
 * A query in the making, and its execution: in the transaction of the thread, whose own
 * writes it sees, or at one snapshot of its own.
 *
 * <pre>
 * template.query(Order.class).index("by_customer").value("ann").from(t0).to(t1).reverse().limit(20).after(cursor).execute();
 * template.query(Order.class).where(eq(Order::customer, "ann").and(gte(Order::placedAt, t0))).with("tags").list();
 * </pre>
 *
 * Immutable: each method that adds something returns a new one.
 *
 * @param <T> the class of the entity
 * @param <R> the class of the results, another one after {@link #as}
 */
public final class EntityQuery<T, R> {

	private final QueryExecutor executor;

	private final QuerySpec<T> spec;

	private final Map<String, Object> parameters;

	private final Limit limit;

	private final @Nullable String cursor;

	private final Function<T, R> projection;

	EntityQuery(QueryExecutor executor, QuerySpec<T> spec, Map<String, Object> parameters, Limit limit,
			@Nullable String cursor, Function<T, R> projection) {
		this.executor = executor;
		this.spec = spec;
		this.parameters = parameters;
		this.limit = limit;
		this.cursor = cursor;
		this.projection = projection;
	}

	/**
	 * Add a condition; several must all hold.
	 * @param filter the condition
	 * @return a new query
	 */
	public EntityQuery<T, R> where(Filter filter) {
		return with(this.spec.where(filter));
	}

	/**
	 * Add the condition that a field has a value.
	 * @param field the path of the field
	 * @param value the value
	 * @return a new query
	 */
	public EntityQuery<T, R> where(String field, Object value) {
		return with(this.spec.where(field, value));
	}

	public <P> EntityQuery<T, R> where(TypedPropertyPath<T, P> field, P value) {
		return with(this.spec.where(Filter.eq(field, value)));
	}

	/**
	 * Use an index, and no other.
	 * @param name the name of the index
	 * @return a new query
	 */
	public EntityQuery<T, R> index(String name) {
		return with(this.spec.index(name));
	}

	/**
	 * Fix the next value of the named index.
	 * @param value the value
	 * @return a new query
	 */
	public EntityQuery<T, R> value(Object value) {
		return with(this.spec.value(value));
	}

	/**
	 * Begin the value behind the fixed ones here.
	 * @param value the smallest value
	 * @return a new query
	 */
	public EntityQuery<T, R> from(Object value) {
		return with(this.spec.bound(Operator.GTE, value));
	}

	/**
	 * End the value behind the fixed ones before this one.
	 * @param value the first value that is too great
	 * @return a new query
	 */
	public EntityQuery<T, R> to(Object value) {
		return with(this.spec.bound(Operator.LT, value));
	}

	/**
	 * End the value behind the fixed ones with this one.
	 * @param value the greatest value
	 * @return a new query
	 */
	public EntityQuery<T, R> through(Object value) {
		return with(this.spec.bound(Operator.LTE, value));
	}

	/**
	 * Let the text behind the fixed values begin with another.
	 * @param beginning how the text begins
	 * @return a new query
	 */
	public EntityQuery<T, R> startingWith(String beginning) {
		return with(this.spec.bound(Operator.STARTING_WITH, beginning));
	}

	public EntityQuery<T, R> orderBy(String... fields) {
		return with(this.spec.orderBy(fields));
	}

	public EntityQuery<T, R> orderBy(Sort sort) {
		return with(this.spec.orderBy(sort));
	}

	public EntityQuery<T, R> reverse() {
		return with(this.spec.reverse());
	}

	/**
	 * Allow to read rows and leave them out, or to sort them in memory.
	 * @param rows how many rows may be read for one call
	 * @return a new query
	 */
	public EntityQuery<T, R> allowScan(int rows) {
		return with(this.spec.allowScan(rows));
	}

	/**
	 * Fill relations.
	 * @param relations their paths
	 * @return a new query
	 */
	public EntityQuery<T, R> with(String... relations) {
		return with(this.spec.with(relations));
	}

	/**
	 * Give a parameter of the query its value.
	 * @param parameter the name of the parameter
	 * @param value the value
	 * @return a new query
	 */
	public EntityQuery<T, R> bind(String parameter, @Nullable Object value) {
		Map<String, Object> more = new HashMap<>(this.parameters);
		more.put(parameter, value);
		return new EntityQuery<>(this.executor, this.spec, more, this.limit, this.cursor, this.projection);
	}

	public EntityQuery<T, R> limit(int most) {
		return limit(Limit.of(most));
	}

	public EntityQuery<T, R> limit(Limit most) {
		return new EntityQuery<>(this.executor, this.spec, this.parameters, most, this.cursor, this.projection);
	}

	/**
	 * Go on behind an earlier result.
	 * @param position the cursor of that result, or null to begin
	 * @return a new query
	 */
	public EntityQuery<T, R> after(@Nullable String position) {
		return new EntityQuery<>(this.executor, this.spec, this.parameters, this.limit, position, this.projection);
	}

	/**
	 * Show the rows as another type: an interface of getters, or a record or class whose
	 * constructor names properties of the entity.
	 * @param <S> the type
	 * @param type the type
	 * @return a new query
	 */
	public <S> EntityQuery<T, S> as(Class<S> type) {
		Projections projections = this.executor.projections();
		return new EntityQuery<>(this.executor, this.spec, this.parameters, this.limit, this.cursor,
				(row) -> projections.project(row, type));
	}

	/**
	 * Run the query.
	 * @return the rows, with a cursor if there are more
	 * @throws io.tito.query.InvalidCursorException if the cursor is damaged or of another
	 * query
	 * @throws io.tito.query.UnsupportedQueryException if no index answers the query
	 */
	public QueryResult<R> execute() {
		QueryResult<T> result = this.executor.execute(this.spec, this.parameters, this.cursor, this.limit);
		return new QueryResult<>(project(result.rows()), result.cursor(), result.missing());
	}

	public List<R> list() {
		return execute().rows();
	}

	public Optional<R> first() {
		return limit(1).list().stream().findFirst();
	}

	/**
	 * The only row.
	 * @return the row, if there is one
	 * @throws IncorrectResultSizeDataAccessException if there are several
	 */
	public Optional<R> one() {
		List<R> found = limit(2).list();
		if (found.size() > 1) {
			throw new IncorrectResultSizeDataAccessException(
					"The query found more than one row: ask for a list, or make the index unique", 1);
		}
		return found.stream().findFirst();
	}

	/**
	 * Read the results page by page while they are used. All pages are of one snapshot.
	 * @return the stream
	 */
	public Stream<R> stream() {
		return this.executor.stream(this.spec, this.parameters, this.limit).map(this.projection);
	}

	/**
	 * Read a page that others may scroll from, in both directions.
	 * @param position where to begin
	 * @return the page
	 */
	public Window<R> window(ScrollPosition position) {
		return this.executor.window(this.spec, this.parameters, position, this.limit).map(this.projection);
	}

	/**
	 * Read a page by its number. Reads past all pages before it, and shows what is there
	 * now: rows that come and go move others to another page. Prefer a {@link #window}.
	 * @param pageable number, size and order of the page
	 * @return the page, which knows whether there is a next one
	 * @throws io.tito.query.UnsupportedQueryException if no index gives the order, or if
	 * more than 10000 rows lie before the page and {@link #allowScan} does not allow more
	 */
	public Slice<R> slice(Pageable pageable) {
		Found<T> found = this.executor.find(ordered(pageable), this.parameters, pageable);
		return new SliceImpl<>(project(found.entities()), pageable, found.more());
	}

	/**
	 * Read a page by its number, as {@link #slice}, and count all rows at the same
	 * snapshot unless the page is the last.
	 * @param pageable number, size and order of the page
	 * @return the page, which knows how many there are
	 */
	public Page<R> page(Pageable pageable) {
		return this.executor.page(this.spec, ordered(pageable), this.parameters, pageable).map(this.projection);
	}

	/**
	 * Count the results; takes time in proportion to their number.
	 * @return how many there are
	 */
	public long count() {
		return this.executor.count(this.spec, this.parameters, this.limit);
	}

	public boolean exists() {
		return this.executor.count(this.spec, this.parameters, Limit.of(1)) > 0;
	}

	/**
	 * Delete the results, in one transaction.
	 * @return the rows as they were
	 */
	public List<R> delete() {
		return project(this.executor.delete(this.spec, this.parameters, this.limit));
	}

	/**
	 * How the query is answered.
	 * @return the plan, whose text is for people
	 */
	public QueryPlan explain() {
		return this.executor.plan(this.spec);
	}

	private QuerySpec<T> ordered(Pageable pageable) {
		return pageable.getSort().isSorted() ? this.spec.orderBy(pageable.getSort()) : this.spec;
	}

	private EntityQuery<T, R> with(QuerySpec<T> changed) {
		return new EntityQuery<>(this.executor, changed, this.parameters, this.limit, this.cursor, this.projection);
	}

	private List<R> project(List<T> rows) {
		List<R> projected = new ArrayList<>(rows.size());
		rows.forEach((row) -> projected.add(this.projection.apply(row)));
		return projected;
	}

}
