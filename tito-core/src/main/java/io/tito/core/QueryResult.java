package io.tito.core;

import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a query found.
 *
 * @param <T> the class of the rows
 * @param rows the rows, in the order of the query
 * @param cursor where to go on, or null if nothing follows
 * @param missing how many ids of fetched relations named rows that do not exist
 */
public record QueryResult<T>(List<T> rows, @Nullable String cursor, int missing) implements Iterable<T> {

	public QueryResult {
		rows = List.copyOf(rows);
	}

	/**
	 * Whether others follow.
	 * @return whether there is a cursor
	 */
	public boolean hasMore() {
		return this.cursor != null;
	}

	@Override
	public Iterator<T> iterator() {
		return this.rows.iterator();
	}

}
