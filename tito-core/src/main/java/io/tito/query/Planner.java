package io.tito.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.tito.mapping.FieldPath;
import io.tito.mapping.IndexDefinition;
import io.tito.mapping.TitoPersistentEntity;
import io.tito.query.Filter.Comparison;
import io.tito.query.KeyRange.Bound;

import org.springframework.core.Nullness;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.NullHandling;

/**
 * Finds the index that answers a query: the one with the longest usable prefix, of those
 * the one with the fewest fields.
 */
final class Planner {

	private static final Comparator<Match> BEST = Comparator.comparing(Match::isExact)
		.thenComparing(Match::usedComponents)
		.thenComparing(Match::sorted)
		.thenComparing((match) -> match.usedComponents() == 0 && match.path().index() == null)
		.thenComparing((match) -> -match.path().components().size());

	private final TitoPersistentEntity<?> entity;

	private final QuerySpec<?> spec;

	private final List<Filter> conditions;

	private Planner(TitoPersistentEntity<?> entity, QuerySpec<?> spec) {
		this.entity = entity;
		this.spec = spec;
		this.conditions = conjuncts(spec);
	}

	/**
	 * Plan a query.
	 * @param entity the entity
	 * @param spec the query
	 * @param ordered whether the order of the results matters
	 * @return the plan
	 * @throws UnsupportedQueryException if no index fits; the message shows the one to
	 * add
	 * @throws AmbiguousIndexException if several fit that give different orders
	 */
	static QueryPlan plan(TitoPersistentEntity<?> entity, QuerySpec<?> spec, boolean ordered) {
		Planner planner = new Planner(entity, spec);
		planner.checkFields();
		return planner.plan((spec.index() != null) ? planner.named(spec.index()) : planner.chosen(ordered));
	}

	private QueryPlan plan(Match match) {
		if (!match.isExact() && this.spec.scanLimit() == 0) {
			throw UnsupportedQueryException.notAnsweredBy(this.entity, match.path(), this.conditions, this.spec.sort());
		}
		boolean deduplicated = match.path().index() != null && match.path().index().isMultiValued()
				&& !isEachRowOnce(match);
		return new QueryPlan(this.entity, match, match.sorted() ? Sort.unsorted() : sort(), this.spec.scanLimit(),
				deduplicated);
	}

	/**
	 * A row has one entry in the range if each collection's element is fixed.
	 */
	private static boolean isEachRowOnce(Match match) {
		return match.path().index() != null && match.path().index().keys() == null
				&& match.equal().stream().allMatch((comparison) -> comparison.operator() == Operator.EQ)
				&& match.remaining().stream().noneMatch(Component::isMultiValued);
	}

	private Sort sort() {
		return this.spec.reversed() ? this.spec.sort().reverse() : this.spec.sort();
	}

	private Match named(String name) {
		IndexDefinition index = this.entity.indexes()
			.stream()
			.filter((one) -> one.name().equals(name))
			.findFirst()
			.orElseThrow(() -> UnsupportedQueryException.noSuchIndex(this.entity, name));
		KeyRange range = this.spec.range();
		AccessPath path = AccessPath.of(this.entity, index)
			.withKeys(range.values().size() + (range.bounds().isEmpty() ? 0 : 1));
		List<Filter> all = new ArrayList<>(byPosition(path, range));
		all.addAll(this.conditions);
		return Match.of(path, all, this.spec.sort(), this.spec.reversed(), true);
	}

	private List<Filter> byPosition(AccessPath path, KeyRange range) {
		int needed = range.values().size() + (range.bounds().isEmpty() ? 0 : 1);
		if (path.components().size() < needed) {
			throw UnsupportedQueryException.tooManyValues(this.entity, path, needed);
		}
		List<Filter> filters = new ArrayList<>();
		for (int i = 0; i < range.values().size(); i++) {
			filters.add(new Comparison(path.components().get(i).name(), Operator.EQ, List.of(range.values().get(i))));
		}
		for (Bound bound : range.bounds()) {
			String name = path.components().get(range.values().size()).name();
			filters.add(new Comparison(name, bound.operator(), List.of(bound.value())));
		}
		return filters;
	}

	private Match chosen(boolean ordered) {
		if (!this.spec.range().isAll()) {
			throw UnsupportedQueryException.rangeWithoutIndex(this.entity);
		}
		List<Match> matches = AccessPath.of(this.entity)
			.stream()
			.map((path) -> Match.of(path, this.conditions, this.spec.sort(), this.spec.reversed(), false))
			.toList();
		List<Match> usable = matches.stream().filter((match) -> match.flaw() == null).toList();
		Match best = usable.stream().max(BEST).orElseThrow();
		if (!best.isExact() && this.spec.scanLimit() == 0) {
			throw new UnsupportedQueryException(this.entity, this.conditions, this.spec.sort(),
					matches.stream().filter((match) -> match.isExact() && match.flaw() != null).toList());
		}
		if (ordered && best.isExact() && this.spec.sort().isUnsorted()) {
			checkUnambiguous(best, usable);
		}
		return best;
	}

	private void checkUnambiguous(Match best, List<Match> usable) {
		List<Match> equals = usable.stream().filter((match) -> BEST.compare(match, best) == 0).toList();
		Set<List<String>> orders = new HashSet<>();
		equals.forEach((match) -> orders.add(match.remaining().stream().map(Component::name).toList()));
		if (orders.size() > 1) {
			throw new AmbiguousIndexException(this.entity, equals);
		}
	}

	private void checkFields() {
		this.conditions.forEach(this::checkFields);
		for (Sort.Order order : this.spec.sort()) {
			FieldPath field = this.entity.field(order.getProperty());
			if (order.isIgnoreCase()) {
				throw UnsupportedQueryException.ignoresCase(this.entity, order.getProperty());
			}
			boolean id = order.getProperty().equals(this.entity.getRequiredIdProperty().getName());
			if (!id && field.nulls() != Nullness.NON_NULL) {
				checkNulls(order);
			}
		}
	}

	private void checkNulls(Sort.Order order) {
		boolean ascending = order.isAscending() != this.spec.reversed();
		if (order.getNullHandling() == (ascending ? NullHandling.NULLS_LAST : NullHandling.NULLS_FIRST)) {
			throw UnsupportedQueryException.placesNulls(this.entity, order.getProperty(), ascending);
		}
	}

	private void checkFields(Filter filter) {
		if (filter instanceof Comparison comparison) {
			this.entity.field(comparison.field());
		}
		else if (filter instanceof Filter.All all) {
			all.filters().forEach(this::checkFields);
		}
		else if (filter instanceof Filter.Any any) {
			any.filters().forEach(this::checkFields);
		}
		else if (filter instanceof Filter.Not not) {
			checkFields(not.filter());
		}
	}

	private static List<Filter> conjuncts(QuerySpec<?> spec) {
		if (spec.filter() == null) {
			return List.of();
		}
		return (spec.filter() instanceof Filter.All all) ? all.filters() : List.of(spec.filter());
	}

}
