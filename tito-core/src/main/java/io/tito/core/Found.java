package io.tito.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.tito.key.Key;

/**
 * A part of a query's results, in their order.
 *
 * @param <T> the class of the entity
 * @param results the results
 * @param more whether others follow, in the direction of reading
 */
record Found<T>(List<Result<T>> results, boolean more) {

	static <T> Found<T> of(List<Result<T>> read, Part part, boolean more) {
		if (!part.backward()) {
			return new Found<>(read, more);
		}
		List<Result<T>> turned = new ArrayList<>(read);
		Collections.reverse(turned);
		return new Found<>(turned, more);
	}

	List<T> entities() {
		return this.results.stream().map((result) -> result.row().entity()).toList();
	}

	/**
	 * The same results with other instances of their rows.
	 */
	Found<T> with(List<T> entities) {
		List<Result<T>> changed = new ArrayList<>(entities.size());
		for (int i = 0; i < entities.size(); i++) {
			Result<T> result = this.results.get(i);
			changed.add(new Result<>(result.place(), new Row<>(entities.get(i), result.row().envelope())));
		}
		return new Found<>(changed, this.more);
	}

	Key lastPlace() {
		return this.results.get(this.results.size() - 1).place();
	}

	/**
	 * A row, and where it lies in the results.
	 */
	record Result<T>(Key place, Row<T> row) {
	}

}
