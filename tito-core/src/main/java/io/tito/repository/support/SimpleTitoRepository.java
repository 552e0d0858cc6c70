package io.tito.repository.support;

import java.util.List;
import java.util.Optional;

import io.tito.core.TitoOperations;
import io.tito.relation.Fetch;
import io.tito.repository.TitoRepository;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.repository.core.EntityInformation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The base of repositories. It begins no transaction for reads, so that a read outside
 * one stays a single round trip; each write runs in one, domain events included.
 * Thread-safe.
 *
 * @param <T> the class of the entity
 * @param <ID> the class of its id
 */
public class SimpleTitoRepository<T, ID> implements TitoRepository<T, ID> {

	private final EntityInformation<T, ID> entity;

	private final TitoOperations operations;

	public SimpleTitoRepository(EntityInformation<T, ID> entity, TitoOperations operations) {
		this.entity = entity;
		this.operations = operations;
	}

	@Override
	@Transactional
	public <S extends T> S insert(S instance) {
		return this.operations.insert(instance);
	}

	@Override
	@Transactional
	public <S extends T> S save(S instance) {
		return this.operations.save(instance);
	}

	@Override
	@Transactional
	public <S extends T> List<S> saveAll(Iterable<S> entities) {
		return this.operations.saveAll(entities);
	}

	@Override
	public Optional<T> findById(ID id) {
		return this.operations.findById(type(), id);
	}

	@Override
	public Optional<T> findById(ID id, Fetch fetch) {
		return this.operations.findById(type(), id, fetch);
	}

	@Override
	public boolean existsById(ID id) {
		return this.operations.existsById(type(), id);
	}

	@Override
	public List<T> findAll() {
		return this.operations.findAll(type());
	}

	@Override
	public List<T> findAll(Sort sort) {
		return sort.isSorted() ? this.operations.query(type()).orderBy(sort).list() : findAll();
	}

	@Override
	public Page<T> findAll(Pageable pageable) {
		return this.operations.query(type()).page(pageable);
	}

	@Override
	public List<T> findAllById(Iterable<ID> ids) {
		return this.operations.findAllById(type(), ids);
	}

	@Override
	public long count() {
		return this.operations.count(type());
	}

	@Override
	@Transactional
	public void deleteById(ID id) {
		this.operations.deleteById(type(), id);
	}

	@Override
	@Transactional
	public void delete(T instance) {
		this.operations.delete(instance);
	}

	@Override
	@Transactional
	public void deleteAllById(Iterable<? extends ID> ids) {
		this.operations.deleteAllById(type(), ids);
	}

	@Override
	@Transactional
	public void deleteAll(Iterable<? extends T> entities) {
		this.operations.deleteAll(entities);
	}

	@Override
	@Transactional
	public void deleteAll() {
		this.operations.deleteAll(type());
	}

	private Class<T> type() {
		return this.entity.getJavaType();
	}

}
