package io.tito.core;

import java.util.List;

import io.tito.codec.IndexEntry;
import io.tito.codec.RowEnvelope;

/**
 * A row as it was read.
 *
 * @param <T> the class of the entity
 * @param entity the instance
 * @param envelope what was stored
 */
record Row<T>(T entity, RowEnvelope envelope) {

	long version() {
		return this.envelope.version();
	}

	List<IndexEntry> manifest() {
		return this.envelope.manifest();
	}

}
