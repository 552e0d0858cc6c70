package io.tito.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tito.index.IndexHit;
import io.tito.index.IndexRange.Bounds;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.OffsetScrollPosition;
import org.springframework.data.domain.ScrollPosition;

/**
 * Scroll positions as places in the range of a plan.
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
	 * What to read from a position.
	 * @param plan the plan of the query
	 * @param position the position
	 * @param descending the direction of the query
	 * @param limit the most hits to read
	 * @return the bounds
	 * @throws InvalidCursorException if the position belongs to another query
	 */
	public static Bounds bounds(QueryPlan plan, ScrollPosition position, boolean descending, int limit) {
		boolean direction = descending ^ backward(position);
		if (position.isInitial()) {
			return new Bounds(null, direction, limit);
		}
		if (position instanceof OffsetScrollPosition || !(position instanceof KeysetScrollPosition keyset)) {
			throw new InvalidDataAccessApiUsageException(
					"A result cannot be scrolled by offset: begin with ScrollPosition.keyset() and continue with the positions of the window");
		}
		if (!keyset.getKeys().keySet().equals(Set.copyOf(plan.remaining()))) {
			throw new InvalidCursorException("The position names %s, this query scrolls by %s: begin again without one"
				.formatted(keyset.getKeys().keySet(), plan.remaining()), null);
		}
		return after(plan, keyset, direction, limit);
	}

	/**
	 * The position of a hit.
	 * @param plan the plan of the query
	 * @param hit the hit
	 * @return the position, scrolling forward
	 */
	public static KeysetScrollPosition of(QueryPlan plan, IndexHit hit) {
		Map<String, @Nullable Object> keys = new LinkedHashMap<>();
		for (int i = 0; i < plan.remaining().size(); i++) {
			keys.put(plan.remaining().get(i), hit.values().get(i));
		}
		return ScrollPosition.of(keys, ScrollPosition.Direction.FORWARD);
	}

	private static Bounds after(QueryPlan plan, KeysetScrollPosition keyset, boolean direction, int limit) {
		List<@Nullable Object> values = new ArrayList<>();
		plan.remaining().forEach((name) -> values.add(keyset.getKeys().get(name)));
		try {
			return Bounds.after(values, direction, limit);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidCursorException("The position holds a value that no key has: begin again without one", ex);
		}
	}

}
