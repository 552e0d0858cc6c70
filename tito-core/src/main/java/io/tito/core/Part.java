package io.tito.core;

import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * What part of a query's results to read.
 *
 * @param place the place to begin behind, or null for the beginning
 * @param backward whether to read towards the beginning
 * @param offset how many results to leave out first
 * @param limit the most results to return
 */
record Part(@Nullable Key place, boolean backward, long offset, int limit) {

	static final Part ALL = new Part(null, false, 0, Integer.MAX_VALUE);

	int oneMore() {
		return (this.limit == Integer.MAX_VALUE) ? this.limit : this.limit + 1;
	}

}
