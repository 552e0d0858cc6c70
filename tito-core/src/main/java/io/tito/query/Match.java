package io.tito.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.tito.mapping.FieldPath;
import io.tito.query.Filter.Comparison;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Nullness;
import org.springframework.data.domain.Sort;

/**
 * How far an access path goes in answering a query.
 *
 * @param path the access path
 * @param equal the comparisons that fix the first components, one for each
 * @param range the comparisons that bound the next one
 * @param rest the conditions that remain
 * @param sorted whether the path gives the order that was asked for
 * @param reverse whether it is to be read backwards
 */
record Match(AccessPath path, List<Comparison> equal, List<Comparison> range, List<Filter> rest, boolean sorted,
		boolean reverse) {

	static Match of(AccessPath path, List<Filter> conditions, Sort sort, boolean reversed, boolean named) {
		List<Filter> rest = new ArrayList<>(conditions);
		List<Comparison> equal = new ArrayList<>();
		List<Comparison> range = new ArrayList<>();
		Set<String> collections = new HashSet<>();
		for (Component component : path.components()) {
			if (!named && !isIndependent(component, collections)) {
				break;
			}
			Comparison fixed = take(rest, component, named);
			if (fixed == null) {
				range.addAll(bounds(rest, component, named));
				break;
			}
			equal.add(fixed);
		}
		List<Component> remaining = path.components().subList(equal.size(), path.components().size());
		List<Sort.Order> orders = orders(sort, equal);
		Boolean direction = direction(remaining, orders);
		boolean backwards = reversed ^ Boolean.FALSE.equals(direction);
		return new Match(path, equal, range, rest, direction != null, backwards);
	}

	boolean isExact() {
		return this.rest.isEmpty() && this.sorted;
	}

	int usedComponents() {
		return this.equal.size() + (this.range.isEmpty() ? 0 : 1);
	}

	List<Component> remaining() {
		return this.path.components().subList(this.equal.size(), this.path.components().size());
	}

	/**
	 * The components that no condition names, whose nulls or several elements decide
	 * which rows have entries, and how many.
	 */
	List<Component> unbound() {
		return this.path.components().subList(usedComponents(), this.path.components().size());
	}

	/**
	 * Why the path might not find each row once.
	 */
	@Nullable String flaw() {
		if (this.path.index() != null && this.path.index().isConditional()) {
			return "holds only some rows: name it with @TitoUseIndex, or index(...), if those are meant";
		}
		if (this.path.index() != null && this.path.index().keys() != null) {
			return "has keys that a class makes: name it with index(...)";
		}
		for (Component component : unbound()) {
			FieldPath field = component.path();
			if (component.isMultiValued()) {
				return "has an entry for each element of '%s', which the query does not name"
					.formatted(component.name());
			}
			if (component.nullable() && field != null && mayBeNull(field)) {
				return "leaves out rows in which '%s' is null: add nulls = TitoIndex.Nulls.INDEXED to it, or declare that the property is never null"
					.formatted(component.name());
			}
		}
		return null;
	}

	/**
	 * A class that says nothing of null is trusted not to have it, but not where a row
	 * would be lost although no condition is there that it could fail.
	 */
	private boolean mayBeNull(FieldPath field) {
		return field.nulls() == Nullness.NULLABLE || (usedComponents() == 0 && field.nulls() != Nullness.NON_NULL);
	}

	/**
	 * A condition means any element of its collection, two fields of an entry the same
	 * one.
	 */
	private static boolean isIndependent(Component component, Set<String> collections) {
		FieldPath path = component.path();
		return path == null || path.collections().stream().allMatch(collections::add);
	}

	private static @Nullable Comparison take(List<Filter> rest, Component component, boolean named) {
		for (Filter filter : rest) {
			if (filter instanceof Comparison comparison && comparison.field().equals(component.name())
					&& comparison.operator().isEquality() && !asksForMissingNull(comparison, component, named)) {
				rest.remove(filter);
				return comparison;
			}
		}
		return null;
	}

	private static boolean asksForMissingNull(Comparison comparison, Component component, boolean named) {
		return !named && component.nullable() && comparison.operator() == Operator.EQ
				&& comparison.values().get(0) == null;
	}

	private static List<Comparison> bounds(List<Filter> rest, Component component, boolean named) {
		List<Comparison> bounds = new ArrayList<>();
		for (Filter filter : List.copyOf(rest)) {
			boolean one = bounds.isEmpty() || named || !component.isMultiValued();
			if (one && filter instanceof Comparison comparison && comparison.field().equals(component.name())
					&& comparison.operator().isRange()) {
				bounds.add(comparison);
				rest.remove(filter);
			}
		}
		return bounds;
	}

	private static List<Sort.Order> orders(Sort sort, List<Comparison> equal) {
		Set<String> fixed = new HashSet<>();
		equal.stream()
			.filter((comparison) -> comparison.operator() == Operator.EQ)
			.forEach((comparison) -> fixed.add(comparison.field()));
		return sort.stream().filter((order) -> !fixed.contains(order.getProperty())).toList();
	}

	/**
	 * Whether the components are in the order asked for: as they are (true), turned round
	 * (false), or not at all (null).
	 */
	private static @Nullable Boolean direction(List<Component> components, List<Sort.Order> orders) {
		Boolean direction = null;
		if (orders.size() > components.size()) {
			return null;
		}
		for (int i = 0; i < orders.size(); i++) {
			Component component = components.get(i);
			boolean along = orders.get(i).isAscending() != component.isDescending();
			if (!orders.get(i).getProperty().equals(component.name()) || (direction != null && direction != along)) {
				return null;
			}
			direction = along;
		}
		return (direction != null) ? direction : Boolean.TRUE;
	}

}
