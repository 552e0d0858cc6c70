package io.tito.index;

import java.util.List;

import io.tito.codec.IndexEntry;
import org.jspecify.annotations.Nullable;

/**
 * A stored row as its indexes see it.
 *
 * @param row the row, or null if it is in no index
 * @param manifest the entries that it remembers
 */
public record IndexedRow(@Nullable Object row, List<IndexEntry> manifest) {

	public IndexedRow {
		manifest = List.copyOf(manifest);
	}

}
