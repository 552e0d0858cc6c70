package io.tito.core;

import java.util.List;
import java.util.Optional;

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
	 * Remove every row in one transaction, which must not grow beyond its limits.
	 * @param type the class of the entity
	 * @return how many rows there were
	 */
	long deleteAll(Class<?> type);

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
