package io.tito.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.tito.mapping.IndexDefinition;
import io.tito.mapping.TitoPersistentEntity;
import io.tito.query.Filter.Comparison;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Sort;

/**
 * No index answers a query. The message shows the one to add.
 */
public final class UnsupportedQueryException extends InvalidDataAccessApiUsageException {

	private static final long serialVersionUID = 1L;

	UnsupportedQueryException(TitoPersistentEntity<?> entity, List<Filter> conditions, Sort sort, List<Match> flawed) {
		this(message(entity, conditions, sort, flawed));
	}

	private UnsupportedQueryException(String message) {
		super(message);
	}

	static UnsupportedQueryException noSuchIndex(TitoPersistentEntity<?> entity, String name) {
		return new UnsupportedQueryException("%s has no index '%s': use one of %s".formatted(entity.getType().getName(),
				name, entity.indexes().stream().map(IndexDefinition::name).toList()));
	}

	static UnsupportedQueryException tooManyValues(TitoPersistentEntity<?> entity, AccessPath path, int values) {
		return new UnsupportedQueryException(
				"The keys of the index '%s' of %s have no %d values: they are %s".formatted(path.name(),
						entity.getType().getName(), values, path.components().stream().map(Component::name).toList()));
	}

	static UnsupportedQueryException notAnsweredBy(TitoPersistentEntity<?> entity, AccessPath path,
			List<Filter> conditions, Sort sort) {
		return new UnsupportedQueryException(
				"The index '%s' of %s, whose keys are %s, does not answer a query by %s%s: name another one, or none, or allow a bounded scan with @TitoAllowScan or allowScan(rows)"
					.formatted(path.name(), entity.getType().getName(),
							path.components().stream().map(Component::name).toList(), names(conditions),
							sort.isUnsorted() ? "" : " ordered by " + names(sort)));
	}

	static UnsupportedQueryException rangeWithoutIndex(TitoPersistentEntity<?> entity) {
		return new UnsupportedQueryException(
				"A query of %s gives values of keys and names no index: call index(...) first"
					.formatted(entity.getType().getName()));
	}

	static UnsupportedQueryException ignoresCase(TitoPersistentEntity<?> entity, String field) {
		return new UnsupportedQueryException(
				"A query of %s orders by '%s' and ignores its case, which indexes do not: store the text in lower case too, and order by that"
					.formatted(entity.getType().getName(), field));
	}

	private static String message(TitoPersistentEntity<?> entity, List<Filter> conditions, Sort sort,
			List<Match> flawed) {
		List<String> equal = new ArrayList<>();
		List<String> ranges = new ArrayList<>();
		List<Filter> others = new ArrayList<>();
		for (Filter condition : conditions) {
			if (!(condition instanceof Comparison comparison)) {
				others.add(condition);
			}
			else if (comparison.operator().isEquality()) {
				equal.add(comparison.field());
			}
			else if (comparison.operator().isRange()) {
				ranges.add(comparison.field());
			}
			else {
				others.add(condition);
			}
		}
		String asked = "No index of %s answers a query by %s%s".formatted(entity.getType().getName(), names(conditions),
				sort.isUnsorted() ? "" : " ordered by " + names(sort));
		return asked + ". " + advice(equal, ranges, others, sort, flawed);
	}

	private static String advice(List<String> equal, List<String> ranges, List<Filter> others, Sort sort,
			List<Match> flawed) {
		if (!flawed.isEmpty()) {
			return flawed.stream()
				.map((match) -> "The index '%s' %s".formatted(match.path().name(), match.flaw()))
				.collect(Collectors.joining(". "));
		}
		if (!others.isEmpty()) {
			return "No index can answer '%s': allow a bounded scan with @TitoAllowScan or allowScan(rows)"
				.formatted(others.get(0));
		}
		if (ranges.stream().distinct().count() > 1) {
			return "An index answers one range only, not those of %s: allow a bounded scan with @TitoAllowScan or allowScan(rows)"
				.formatted(ranges.stream().distinct().toList());
		}
		return advice(fields(equal, ranges, sort));
	}

	private static Map<String, Boolean> fields(List<String> equal, List<String> ranges, Sort sort) {
		Map<String, Boolean> fields = new LinkedHashMap<>();
		equal.forEach((field) -> fields.putIfAbsent(field, true));
		boolean descending = !sort.isUnsorted() && sort.stream().allMatch(Sort.Order::isDescending);
		if (!ranges.isEmpty() && sort.stream().noneMatch((order) -> order.getProperty().equals(ranges.get(0)))) {
			fields.putIfAbsent(ranges.get(0), true);
		}
		sort.forEach((order) -> fields.putIfAbsent(order.getProperty(), descending || order.isAscending()));
		return fields;
	}

	private static String advice(Map<String, Boolean> fields) {
		String quoted = fields.keySet().stream().map((field) -> '"' + field + '"').collect(Collectors.joining(", "));
		String directions = fields.values().stream().map((up) -> up ? "ASC" : "DESC").collect(Collectors.joining(", "));
		return "Add @TitoIndex(name = \"by_%s\", fields = %s%s) to the class, or allow a bounded scan with @TitoAllowScan"
			.formatted(String.join("_", fields.keySet()), (fields.size() == 1) ? quoted : "{ " + quoted + " }",
					fields.containsValue(false) ? ", order = { " + directions + " }" : "");
	}

	private static List<String> names(List<Filter> conditions) {
		return conditions.stream()
			.map((condition) -> (condition instanceof Comparison comparison && comparison.operator() == Operator.EQ)
					? comparison.field() : String.valueOf(condition))
			.toList();
	}

	private static List<String> names(Sort sort) {
		return sort.stream()
			.map((order) -> order.isAscending() ? order.getProperty() : order.getProperty() + " desc")
			.toList();
	}

}
