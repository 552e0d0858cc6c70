package io.tito.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.tito.index.EntityKeys;
import io.tito.key.Key;
import io.tito.mapping.IndexDefinition;
import io.tito.mapping.TitoPersistentEntity;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Sort;

/**
 * How a query is answered: along which index, which conditions choose its ranges, and
 * what is done to each row that is read. Made once for a {@link QuerySpec}, used with any
 * parameters. Immutable.
 */
public final class QueryPlan {

	private final TitoPersistentEntity<?> entity;

	private final Match match;

	private final Sort memorySort;

	private final int scanLimit;

	private final boolean deduplicated;

	QueryPlan(TitoPersistentEntity<?> entity, Match match, Sort memorySort, int scanLimit, boolean deduplicated) {
		this.entity = entity;
		this.match = match;
		this.memorySort = memorySort;
		this.scanLimit = scanLimit;
		this.deduplicated = deduplicated;
	}

	/**
	 * Plan a query.
	 * @param entity the entity
	 * @param spec the query
	 * @return the plan
	 * @throws UnsupportedQueryException if no index fits; the message shows the one to
	 * add
	 * @throws AmbiguousIndexException if several indexes fit and give different orders
	 */
	public static QueryPlan of(TitoPersistentEntity<?> entity, QuerySpec<?> spec) {
		return Planner.plan(entity, spec, true);
	}

	/**
	 * Plan a query whose results are counted, or whose order is of no interest.
	 * @param entity the entity
	 * @param spec the query
	 * @return the plan
	 */
	public static QueryPlan unordered(TitoPersistentEntity<?> entity, QuerySpec<?> spec) {
		return Planner.plan(entity, spec, false);
	}

	/**
	 * The index that is read.
	 * @return the index, or null for the rows themselves
	 */
	public @Nullable IndexDefinition index() {
		return this.match.path().index();
	}

	/**
	 * Bind the plan to the values of a call.
	 * @param keys the keys of the entity
	 * @param parameters the values of the parameters, by name
	 * @return the bound query
	 */
	public BoundQuery bind(EntityKeys keys, Map<String, ? extends @Nullable Object> parameters) {
		Values values = new Values(parameters);
		Key prefix = prefix(keys);
		List<KeyInterval> ranges = new Ranges(this.match, values).of(prefix);
		List<Filter> residual = this.match.rest().stream().map(values::bind).toList();
		return new BoundQuery(this, prefix, ranges, new RowFilter(this.entity, residual),
				new RowSort(this.entity, this.memorySort));
	}

	/**
	 * The plan in words, for people.
	 * @return a line for each step
	 */
	public String explain() {
		List<String> lines = new ArrayList<>();
		IndexDefinition index = index();
		String where = conditions();
		String direction = this.match.reverse() ? ", backwards" : "";
		if (index == null) {
			lines.add("read rows of '%s' in the order of their ids%s%s".formatted(this.entity.entityName(), where,
					direction));
		}
		else {
			lines.add("read the index '%s'%s%s".formatted(index.name(), where, direction));
			lines.add("get the rows in one batch per region");
		}
		if (this.deduplicated) {
			lines.add("keep the first of several entries of a row");
		}
		if (!this.match.rest().isEmpty()) {
			lines.add("keep rows with " + new Filter.All(this.match.rest()));
		}
		if (this.memorySort.isSorted()) {
			lines.add("sort in memory by " + this.memorySort);
		}
		if (examinesRows()) {
			lines.add("give up beyond %d rows".formatted(this.scanLimit));
		}
		return String.join(System.lineSeparator(), lines);
	}

	@Override
	public String toString() {
		return explain();
	}

	/**
	 * The names of the values that order the hits.
	 */
	List<Component> order() {
		return this.match.remaining();
	}

	boolean isReverse() {
		return this.match.reverse();
	}

	boolean isDeduplicated() {
		return this.deduplicated;
	}

	boolean examinesRows() {
		return !this.match.rest().isEmpty() || this.memorySort.isSorted();
	}

	int scanLimit() {
		return this.scanLimit;
	}

	TitoPersistentEntity<?> entity() {
		return this.entity;
	}

	private Key prefix(EntityKeys keys) {
		IndexDefinition index = index();
		return (index != null) ? keys.entries(index.storedName(), index.unique()) : keys.rows();
	}

	private String conditions() {
		List<Filter> all = new ArrayList<>(this.match.equal());
		all.addAll(this.match.range());
		return all.isEmpty() ? ""
				: all.stream().map(String::valueOf).collect(Collectors.joining(" and ", " where ", ""));
	}

}
