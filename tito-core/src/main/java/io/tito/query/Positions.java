package io.tito.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tito.key.Key;
import io.tito.key.KeyReader;
import io.tito.key.KeyWriter;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.OffsetScrollPosition;
import org.springframework.data.domain.ScrollPosition;

/**
 * Scroll positions as places in the results of a query: they name the values that order
 * the results behind the fixed ones, the id at the end.
 */
public final class Positions {

	private Positions() {
	}

	/**
	 * Whether a position is read towards the beginning of the results.
	 * @param position the position
	 * @return whether it scrolls backward
	 */
	public static boolean backward(ScrollPosition position) {
		return position instanceof KeysetScrollPosition keyset && keyset.scrollsBackward();
	}

	/**
	 * The place of a position.
	 * @param query the query
	 * @param position the position
	 * @return the place, or null for the beginning
	 * @throws InvalidCursorException if the position belongs to another query
	 */
	public static @Nullable Key place(BoundQuery query, ScrollPosition position) {
		if (position.isInitial()) {
			return null;
		}
		if (position instanceof OffsetScrollPosition || !(position instanceof KeysetScrollPosition keyset)) {
			throw new InvalidDataAccessApiUsageException(
					"A result cannot be scrolled by offset: begin with ScrollPosition.keyset() and continue with the positions of the window");
		}
		List<Ordered> order = order(query, keyset.getKeys().size());
		List<String> names = order.stream().map(Ordered::name).toList();
		if (!keyset.getKeys().keySet().equals(Set.copyOf(names))) {
			throw new InvalidCursorException("The position names %s, this query scrolls by %s: begin again without one"
				.formatted(keyset.getKeys().keySet(), names), null);
		}
		return place(order, keyset);
	}

	/**
	 * The position of a place.
	 * @param query the query
	 * @param place the place
	 * @return the position, scrolling forward
	 */
	public static KeysetScrollPosition of(BoundQuery query, Key place) {
		List<@Nullable Object> values = new ArrayList<>();
		KeyReader reader = new KeyReader(place, 0);
		while (reader.hasNext()) {
			values.add(reader.read());
		}
		List<Ordered> order = order(query, values.size());
		Map<String, @Nullable Object> keys = new LinkedHashMap<>();
		for (int i = 0; i < values.size(); i++) {
			keys.put(order.get(i).name(), values.get(i));
		}
		return ScrollPosition.of(keys, ScrollPosition.Direction.FORWARD);
	}

	private static Key place(List<Ordered> order, KeysetScrollPosition keyset) {
		try {
			KeyWriter writer = new KeyWriter();
			for (Ordered one : order) {
				Object value = keyset.getKeys().get(one.name());
				if (one.descending()) {
					writer.writeDescending(value);
				}
				else {
					writer.write(value);
				}
			}
			return writer.toKey();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidCursorException("The position holds a value that no key has: begin again without one", ex);
		}
	}

	private static List<Ordered> order(BoundQuery query, int size) {
		if (query.isSorted()) {
			return query.sort()
				.names()
				.stream()
				.map((name) -> new Ordered(name, query.sort().isDescending(name)))
				.toList();
		}
		List<Ordered> order = new ArrayList<>();
		query.plan().order().forEach((component) -> order.add(new Ordered(component.name(), component.isDescending())));
		for (int i = order.size(); hasCustomKeys(query) && i < size; i++) {
			order.add(new Ordered("position " + (i + 1), false));
		}
		return order;
	}

	private static boolean hasCustomKeys(BoundQuery query) {
		return query.plan().index() != null && query.plan().index().keys() != null;
	}

	private record Ordered(String name, boolean descending) {
	}

}
