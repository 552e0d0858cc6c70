package io.tito.core;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.tito.mapping.TitoMappingContext;
import io.tito.query.Cursors;
import io.tito.query.QuerySpec;
import io.tito.relation.Fetch;
import io.tito.relation.References;

import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;

/**
 * Operations on entities.
 * <p>
 * Within a Tito transaction every method works in it: reads see its snapshot and its own
 * writes, writes become visible to others at its commit. Outside, each read sees one
 * snapshot of its own, and each writing method runs in a transaction of its own.
 * <p>
 * Methods throw Spring's {@code DataAccessException}s. That an id or a unique value is
 * taken, or that another transaction won, may show only at the commit. Thread-safe.
 */
public interface TitoOperations {

	/**
	 * Store a new row. A null id of type String or UUID is generated.
	 * @param <T> the class of the entity
	 * @param entity the entity
	 * @return the entity as it is stored, with id and version; go on with this one
	 * @throws org.springframework.dao.DuplicateKeyException if the id or a unique value
	 * exists, here or at the commit
	 */
	<T> T insert(T entity);

	/**
	 * Store a row: a new one if the entity is new (no version, or no id and no version
	 * property), otherwise in place of the one with its id.
	 * @param <T> the class of the entity
	 * @param entity the entity
	 * @return the entity as it is stored; go on with this one
	 * @throws StaleVersionException if the row has another version, or is gone
	 */
	<T> T save(T entity);

	<T> List<T> saveAll(Iterable<T> entities);

	/**
	 * Replace an existing row.
	 * @param <T> the class of the entity
	 * @param entity the entity
	 * @return the entity as it is stored; go on with this one
	 * @throws StaleVersionException if the row has another version, or is gone
	 * @throws org.springframework.dao.EmptyResultDataAccessException if there is no row
	 * and the entity has no version
	 */
	<T> T update(T entity);

	/**
	 * Read a row, change it and write it, in one transaction. Outside a transaction it is
	 * done again, with the row as it is then, if another changes the row meanwhile.
	 * @param <T> the class of the entity
	 * @param type the class of the entity
	 * @param id the id
	 * @param change makes the changed entity, which keeps its id and version; may be
	 * called several times
	 * @return the entity as it is stored
	 * @throws org.springframework.dao.EmptyResultDataAccessException if there is no row
	 */
	<T> T update(Class<T> type, Object id, UnaryOperator<T> change);

	/**
	 * Remove a row. One that does not exist is ignored unless the entity has a version.
	 * @param entity the entity
	 * @throws StaleVersionException if the row has another version, or is gone
	 */
	void delete(Object entity);

	/**
	 * Remove a row, whatever its version.
	 * @param type the class of the entity
	 * @param id the id
	 * @return whether it existed
	 */
	boolean deleteById(Class<?> type, Object id);

	/**
	 * Remove rows in one transaction, as {@link #delete(Object)} does.
	 * @param entities the entities
	 */
	void deleteAll(Iterable<?> entities);

	/**
	 * Remove rows in one transaction, whatever their versions.
	 * @param type the class of the entity
	 * @param ids the ids
	 */
	void deleteAllById(Class<?> type, Iterable<?> ids);

	/**
	 * Remove every row in one transaction.
	 * @param type the class of the entity
	 * @return how many rows there were
	 * @throws org.springframework.dao.InvalidDataAccessApiUsageException if that
	 * publishes more events than one transaction can hold; {@link #deleteInBatches} does
	 * it in several
	 * @throws org.springframework.dao.DataIntegrityViolationException if the transaction
	 * grows beyond its limits otherwise
	 */
	long deleteAll(Class<?> type);

	/**
	 * Remove every row, in transactions of their own. What was removed when it fails
	 * stays removed. Rows that are written meanwhile may stay.
	 * @param type the class of the entity
	 * @param size how many rows one transaction removes
	 * @return how many rows were removed
	 * @throws org.springframework.dao.InvalidDataAccessApiUsageException within a
	 * transaction, or if a batch publishes more events than one transaction can hold
	 */
	long deleteInBatches(Class<?> type, int size);

	/**
	 * Change every row, in transactions of their own. Each batch also writes how far the
	 * migration is: called again after a failure, or by several instances at once, it
	 * goes on where it was, and does nothing once it is done. Rows that the change leaves
	 * equal are only written if their stored form is of an old revision, which neither
	 * changes their version nor publishes an event.
	 * @param <T> the class of the entity
	 * @param type the class of the entity
	 * @param name the name of the migration, which tells it from other ones of the entity
	 * @param size how many rows one transaction changes
	 * @param change makes the changed entity, which keeps its id and version; may be
	 * called several times for one row
	 * @return what was done in all
	 * @throws org.springframework.dao.InvalidDataAccessApiUsageException within a
	 * transaction, or if a batch publishes more events than one transaction can hold
	 */
	<T> Migration migrate(Class<T> type, String name, int size, UnaryOperator<T> change);

	/**
	 * The deleted rows of an entity that keeps them.
	 * @param <T> the class of the entity
	 * @param type the class of the entity, marked as {@code @TitoSoftDelete}
	 * @return its deleted rows
	 */
	<T> DeletedRows<T> deleted(Class<T> type);

	/**
	 * Look now for what the commit of the current transaction would refuse because it
	 * exists already: one read of all ids and unique values that the transaction adds.
	 * Another transaction may still add one of them before the commit. Does nothing
	 * outside a transaction.
	 * @throws org.springframework.dao.DuplicateKeyException if an id or unique value is
	 * taken
	 */
	void flush();

	/**
	 * Remove the rows that a query finds, in one transaction.
	 * @param <T> the class of the entity
	 * @param query the query
	 * @return the rows as they were
	 */
	default <T> List<T> delete(QuerySpec<T> query) {
		return query(query).delete();
	}

	/**
	 * Find a row. Outside a transaction this costs one round trip.
	 * @param <T> the class of the entity
	 * @param type the class of the entity
	 * @param id the id
	 * @return the entity
	 */
	<T> Optional<T> findById(Class<T> type, Object id);

	/**
	 * Find a row and fill relations of it: one more round trip for each.
	 * @param <T> the class of the entity
	 * @param type the class of the entity
	 * @param id the id
	 * @param fetch the relations
	 * @return the entity
	 */
	<T> Optional<T> findById(Class<T> type, Object id, Fetch fetch);

	/**
	 * Find a row as it is now, newer than the snapshot of the transaction perhaps, and
	 * keep others from changing it until the transaction ends. Waits for a transaction
	 * that holds it. One that does not exist is kept from being inserted.
	 * @param <T> the class of the entity
	 * @param type the class of the entity
	 * @param id the id
	 * @return the entity
	 * @throws org.springframework.dao.CannotAcquireLockException if the wait is over, or
	 * two transactions wait for each other
	 * @throws org.springframework.dao.InvalidDataAccessApiUsageException outside a
	 * transaction, or in a read-only one
	 */
	<T> Optional<T> findByIdForUpdate(Class<T> type, Object id);

	/**
	 * Find several rows as {@link #findByIdForUpdate} does, one round trip each.
	 * @param <T> the class of the entity
	 * @param type the class of the entity
	 * @param ids the ids
	 * @return those that exist, in the order of the ids
	 */
	<T> List<T> findAllByIdForUpdate(Class<T> type, Collection<?> ids);

	/**
	 * Keep others from changing rows that this transaction has read, until it ends.
	 * @param entities the rows, as they were read
	 * @throws io.tito.transaction.WriteConflictException if one was changed since the
	 * snapshot of the transaction: run it again
	 * @throws org.springframework.dao.CannotAcquireLockException if the wait is over, or
	 * two transactions wait for each other
	 * @throws org.springframework.dao.InvalidDataAccessApiUsageException outside a
	 * transaction, or in a read-only one
	 */
	void lock(Collection<?> entities);

	/**
	 * Make the commit fail if another transaction changes the row meanwhile, without
	 * writing it: for a rule that depends on a row that stays as it is. No round trip of
	 * its own.
	 * @param type the class of the entity
	 * @param id the id, of a row or of none
	 * @throws org.springframework.dao.InvalidDataAccessApiUsageException outside a
	 * transaction, or in a read-only one
	 */
	void touch(Class<?> type, Object id);

	/**
	 * Find rows at once.
	 * @param <T> the class of the entity
	 * @param type the class of the entity
	 * @param ids the ids
	 * @return those that exist, in the order of the ids
	 */
	<T> List<T> findAllById(Class<T> type, Iterable<?> ids);

	/**
	 * Read every row into memory, in the order of ids.
	 * @param <T> the class of the entity
	 * @param type the class of the entity
	 * @return the entities
	 */
	<T> List<T> findAll(Class<T> type);

	boolean existsById(Class<?> type, Object id);

	/**
	 * Count the rows; takes time in proportion to their number.
	 * @param type the class of the entity
	 * @return how many there are
	 */
	long count(Class<?> type);

	/**
	 * Begin a query.
	 * @param <T> the class of the entity
	 * @param type the class of the entity
	 * @return all rows, to be narrowed down
	 */
	default <T> EntityQuery<T, T> query(Class<T> type) {
		return query(QuerySpec.of(type));
	}

	/**
	 * Begin with a query that was made before. It is planned once.
	 * @param <T> the class of the entity
	 * @param spec the query
	 * @return the query, to be given its parameters and run
	 */
	<T> EntityQuery<T, T> query(QuerySpec<T> spec);

	default <T> List<T> find(QuerySpec<T> query) {
		return query(query).list();
	}

	/**
	 * Read a page of a query.
	 * @param <T> the class of the entity
	 * @param query the query
	 * @param position where to begin: {@link ScrollPosition#keyset()}, or a position of
	 * an earlier window. Rows that come and go in between are neither skipped nor
	 * repeated, unless they themselves move
	 * @param limit the most rows to return
	 * @return the page
	 */
	default <T> Window<T> find(QuerySpec<T> query, ScrollPosition position, Limit limit) {
		return query(query).limit(limit).window(position);
	}

	default long count(QuerySpec<?> query) {
		return query(query).count();
	}

	default boolean exists(QuerySpec<?> query) {
		return query(query).exists();
	}

	/**
	 * Fill relations of rows that were read before.
	 * @param <T> the class of the entity
	 * @param rows the rows, all of one entity
	 * @param fetch the relations
	 * @return the rows with their relations, in the same order
	 */
	<T> List<T> fetch(List<T> rows, Fetch fetch);

	/**
	 * What a row is connected with.
	 * @param type the class of the entity
	 * @param id the id of the row
	 * @return the rows that point to it, and those that it points to
	 */
	References references(Class<?> type, Object id);

	/**
	 * What operators do with indexes.
	 * @return their operations
	 */
	TitoIndexes indexes();

	/**
	 * Signs the positions of windows, so that they may travel.
	 * @return the cursors of this store
	 */
	Cursors cursors();

	/**
	 * The metadata of the entities.
	 * @return the mapping context
	 */
	TitoMappingContext mapping();

}
