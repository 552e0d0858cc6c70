package io.tito.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.tito.mapping.FieldPath;
import io.tito.mapping.IndexDefinition;
import io.tito.mapping.TitoPersistentEntity;
import io.tito.query.Filter.Comparison;

import org.springframework.core.Nullness;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Sort;

/**
 * A query is not answered: mostly because there is no index for it. The message shows the
 * one to add, or says what to ask instead.
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

	static UnsupportedQueryException placesNulls(TitoPersistentEntity<?> entity, String field, boolean ascending) {
		return new UnsupportedQueryException(
				"A query of %s orders by '%s' %s and wants null %s, but null sorts before everything: leave out where it goes"
					.formatted(entity.getType().getName(), field, ascending ? "ascending" : "descending",
							ascending ? "last" : "first"));
	}

	static UnsupportedQueryException tooFar(TitoPersistentEntity<?> entity, long offset, int allowed) {
		return new UnsupportedQueryException(
				"A page of %s lies behind %d rows, and no more than %d are read past: scroll with a Window, which goes on where the last page ended however far that is, or allow more with @TitoAllowScan or allowScan(rows)"
					.formatted(entity.getType().getName(), offset, allowed));
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
		return asked(entity, conditions, sort) + ". " + advice(entity, equal, ranges, others, sort, flawed);
	}

	private static String asked(TitoPersistentEntity<?> entity, List<Filter> conditions, Sort sort) {
		String name = entity.getType().getName();
		if (conditions.isEmpty()) {
			return "No index of %s orders all rows by %s".formatted(name, names(sort));
		}
		return "No index of %s answers a query by %s%s".formatted(name, names(conditions),
				sort.isUnsorted() ? "" : " ordered by " + names(sort));
	}

	private static String advice(TitoPersistentEntity<?> entity, List<String> equal, List<String> ranges,
			List<Filter> others, Sort sort, List<Match> flawed) {
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
		boolean conditional = !equal.isEmpty() || !ranges.isEmpty();
		String id = entity.getRequiredIdProperty().getName();
		boolean nulls = sort.stream()
			.map(Sort.Order::getProperty)
			.anyMatch((property) -> !property.equals(id) && isLeftOut(entity.field(property), conditional));
		return advice(fields(equal, ranges, sort), nulls);
	}

	/**
	 * Whether an index with the field would not do unless it has nulls, too.
	 */
	private static boolean isLeftOut(FieldPath field, boolean conditional) {
		return field.nulls() == Nullness.NULLABLE || (!conditional && field.nulls() != Nullness.NON_NULL);
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

	private static String advice(Map<String, Boolean> fields, boolean nulls) {
		String quoted = fields.keySet().stream().map((field) -> '"' + field + '"').collect(Collectors.joining(", "));
		String directions = fields.values().stream().map((up) -> up ? "ASC" : "DESC").collect(Collectors.joining(", "));
		return "Add @TitoIndex(name = \"by_%s\", fields = %s%s%s) to the class, or allow a bounded scan with @TitoAllowScan"
			.formatted(String.join("_", fields.keySet()), (fields.size() == 1) ? quoted : "{ " + quoted + " }",
					fields.containsValue(false) ? ", order = { " + directions + " }" : "",
					nulls ? ", nulls = TitoIndex.Nulls.INDEXED" : "");
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
