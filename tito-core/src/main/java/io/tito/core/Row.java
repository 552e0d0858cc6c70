package io.tito.core;

import java.util.List;

import io.tito.codec.IndexEntry;

/**
 * A row as it was read.
 *
 * @param <T> the class of the entity
 * @param entity the instance
 * @param version the version of the row
 * @param manifest the index entries of the row
 */
record Row<T>(T entity, long version, List<IndexEntry> manifest) {
}
