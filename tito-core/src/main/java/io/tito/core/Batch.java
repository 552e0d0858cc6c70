package io.tito.core;

import java.util.List;

import io.tito.client.Entry;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction of several did.
 *
 * @param count how many rows it changed
 * @param next where the next one begins, or null if none is needed
 */
record Batch(long count, @Nullable Key next) {

	static Batch of(List<Entry> read, int limit, long count) {
		return new Batch(count, (read.size() < limit) ? null : read.get(read.size() - 1).key().next());
	}

}
