package io.tito.query;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.util.Assert;

/**
 * A query for the rows whose properties equal given values. It must fit an index: its
 * properties are the first fields of one. Results come in the order of that index's
 * further fields, and by id where those are equal; without any condition, by id.
 * Immutable.
 *
 * @param <T> the class of the entity
 * @param type the class of the entity
 * @param equal the properties and the values they are to have
 * @param order the properties to order by, empty for the order of the index
 * @param descending whether the order is reversed
 */
public record EntityQuery<T>(Class<T> type, Map<String, Object> equal, List<String> order, boolean descending) {

	public EntityQuery {
		equal = Collections.unmodifiableMap(new LinkedHashMap<>(equal));
		order = List.copyOf(order);
	}

	public static <T> EntityQuery<T> of(Class<T> type) {
		return new EntityQuery<>(type, Map.of(), List.of(), false);
	}

	/**
	 * Add a condition.
	 * @param property the name of a property
	 * @param value the value that it is to have; rows with null are in no index
	 * @return a new query
	 */
	public EntityQuery<T> where(String property, Object value) {
		Assert.notNull(value, () -> "The property '%s' cannot be searched for null: rows with null are in no index"
			.formatted(property));
		Map<String, Object> more = new LinkedHashMap<>(this.equal);
		more.put(property, value);
		return new EntityQuery<>(this.type, more, this.order, this.descending);
	}

	public EntityQuery<T> orderBy(String... properties) {
		return new EntityQuery<>(this.type, this.equal, List.of(properties), this.descending);
	}

	public EntityQuery<T> reverse() {
		return new EntityQuery<>(this.type, this.equal, this.order, !this.descending);
	}

}
