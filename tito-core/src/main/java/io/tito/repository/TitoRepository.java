package io.tito.repository;

import java.util.Optional;

import io.tito.relation.Fetch;

import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.repository.ListPagingAndSortingRepository;
import org.springframework.data.repository.NoRepositoryBean;

/**
 * A repository of an entity.
 * <p>
 * Methods join the Tito transaction of the thread. Outside one, a read sees one snapshot
 * of its own (a single row costs one round trip), and a writing method runs in a
 * transaction of its own. Query methods are derived from their names ({@code findBy...},
 * {@code countBy...}, {@code existsBy...}, {@code deleteBy...}) and need an index with
 * their properties; those that have none are refused at start-up.
 * <p>
 * {@code findAll(Sort)} and {@code findAll(Pageable)} order all rows by their id, or by
 * properties of an index that has every row and is ready, in either direction; other
 * orders are refused with an {@link io.tito.query.UnsupportedQueryException}, which shows
 * the index to add. A page reads past all rows before it, at most 10000, and counts all;
 * a query method that returns a {@code Window} does neither.
 *
 * @param <T> the class of the entity
 * @param <ID> the class of its id
 */
@NoRepositoryBean
public interface TitoRepository<T, ID> extends ListCrudRepository<T, ID>, ListPagingAndSortingRepository<T, ID> {

	/**
	 * Store a new row, without the question whether the entity is new.
	 * @param <S> the class of the entity
	 * @param entity the entity
	 * @return the entity as it is stored; go on with this one
	 * @throws org.springframework.dao.DuplicateKeyException if the id or a unique value
	 * exists, here or at the commit
	 */
	<S extends T> S insert(S entity);

	/**
	 * Find a row and fill relations of it: one more round trip for each.
	 * @param id the id
	 * @param fetch the relations
	 * @return the entity
	 */
	Optional<T> findById(ID id, Fetch fetch);

}
