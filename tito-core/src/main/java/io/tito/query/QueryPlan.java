package io.tito.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.tito.index.EntityKeys;
import io.tito.index.IndexRange;
import io.tito.key.Key;
import io.tito.key.KeyWriter;
import io.tito.mapping.IndexDefinition;
import io.tito.mapping.TitoPersistentEntity;
import io.tito.mapping.TitoPersistentProperty;
import org.jspecify.annotations.Nullable;

/**
 * How a query is answered: by a range of one index, or by the rows in the order of their
 * ids.
 *
 * @param index the index, or null for the rows themselves
 * @param equal the properties whose values begin the range, in the order of the index
 * @param remaining the properties that order and name the hits within the range
 */
public record QueryPlan(@Nullable IndexDefinition index, List<String> equal, List<String> remaining) {

	/**
	 * Plan a query.
	 * @param entity the entity
	 * @param equal the properties that are to equal a value
	 * @param order the properties to order by, empty for the order of the index
	 * @return the plan
	 * @throws UnsupportedQueryException if no index fits; the message shows the one to
	 * add
	 */
	public static QueryPlan of(TitoPersistentEntity<?> entity, Collection<String> equal, List<String> order) {
		String id = entity.getRequiredIdProperty().getName();
		List<String> sorting = new ArrayList<>(order);
		sorting.remove(id);
		if (equal.isEmpty() && sorting.isEmpty()) {
			return new QueryPlan(null, List.of(), List.of(id));
		}
		Set<String> wanted = Set.copyOf(equal);
		return entity.indexes()
			.stream()
			.filter((index) -> fits(names(index), wanted, sorting, !order.isEmpty()))
			.min(Comparator.comparingInt((index) -> index.fields().size()))
			.map((index) -> plan(index, equal.size(), id))
			.orElseThrow(() -> new UnsupportedQueryException(entity, List.copyOf(equal), sorting));
	}

	/**
	 * The range to read.
	 * @param keys the keys of the entity
	 * @param query the query that was planned
	 * @return the range
	 */
	public IndexRange range(EntityKeys keys, EntityQuery<?> query) {
		if (this.index == null) {
			return new IndexRange(keys.rows(), false);
		}
		Key prefix = keys.entries(this.index.name(), this.index.unique());
		KeyWriter writer = new KeyWriter();
		for (TitoPersistentProperty property : this.index.fields().subList(0, this.equal.size())) {
			Object value = Objects.requireNonNull(query.equal().get(property.getName()));
			property.checkComparable(value);
			writer.write(value);
		}
		return new IndexRange(prefix.append(writer.toKey()), this.index.unique());
	}

	private static boolean fits(List<String> fields, Set<String> equal, List<String> sorting, boolean ordered) {
		if (fields.size() < equal.size() || !equal.containsAll(fields.subList(0, equal.size()))) {
			return false;
		}
		List<String> rest = fields.subList(equal.size(), fields.size());
		return !ordered || rest.equals(sorting);
	}

	private static QueryPlan plan(IndexDefinition index, int equal, String id) {
		List<String> fields = names(index);
		List<String> remaining = new ArrayList<>(fields.subList(equal, fields.size()));
		if (!index.unique()) {
			remaining.add(id);
		}
		return new QueryPlan(index, fields.subList(0, equal), remaining);
	}

	private static List<String> names(IndexDefinition index) {
		return index.fields().stream().map(TitoPersistentProperty::getName).toList();
	}

}
