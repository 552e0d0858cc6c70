package io.tito.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The rows that an entity marked as {@code @TitoSoftDelete} keeps after their deletion.
 * Methods join the transaction of the thread as those of {@link TitoOperations} do.
 * Thread-safe.
 *
 * @param <T> the class of the entity
 */
public interface DeletedRows<T> {

	/**
	 * Find a deleted row.
	 * @param id the id
	 * @return the row that was deleted last under this id
	 */
	Optional<DeletedRow<T>> findById(Object id);

	/**
	 * Read deleted rows in the order of their ids.
	 * @param after the id to continue behind, or null to begin
	 * @param limit the most rows to return
	 * @return the rows
	 */
	List<DeletedRow<T>> findAll(@Nullable Object after, int limit);

	/**
	 * Store a deleted row again, under its id and with all its index entries. Publishes
	 * an insert.
	 * @param id the id
	 * @return the entity as it is stored; go on with this one
	 * @throws org.springframework.dao.EmptyResultDataAccessException if there is no such
	 * row
	 * @throws org.springframework.dao.DuplicateKeyException if its id or one of its
	 * unique values was taken meanwhile, here or at the commit
	 */
	T restore(Object id);

	/**
	 * Remove deleted rows for good, in transactions of their own. What was removed when
	 * it fails stays removed.
	 * @param before rows that were deleted before this time are removed
	 * @return how many there were
	 * @throws org.springframework.dao.InvalidDataAccessApiUsageException within a
	 * transaction
	 */
	long purge(Instant before);

}
