package io.tito.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

import io.tito.client.Snapshot;
import io.tito.client.TitoClient;
import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.codec.ValueCodec;
import io.tito.key.Key;
import io.tito.key.Namespace;
import io.tito.mapping.TitoMappingContext;
import io.tito.query.EntityQuery;
import io.tito.transaction.TitoExceptionTranslator;
import io.tito.transaction.TransactionAccess;

import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;

/**
 * {@link TitoOperations} over a client.
 */
public final class TitoTemplate implements TitoOperations {

	private final TitoClient client;

	private final TransactionAccess transactions;

	private final TitoMappingContext mapping;

	private final Tables tables;

	private final EntityWriter writer;

	private final EntityReader reader = new EntityReader();

	public TitoTemplate(TitoClient client, TransactionAccess transactions, TitoMappingContext mapping, ValueCodec codec,
			Namespace namespace, List<EntityChangeListener> listeners) {
		this.client = client;
		this.transactions = transactions;
		this.mapping = mapping;
		this.tables = new Tables(mapping, codec, namespace);
		this.writer = new EntityWriter(listeners);
	}

	@Override
	public TitoMappingContext mapping() {
		return this.mapping;
	}

	@Override
	public <T> T insert(T entity) {
		Table<T> table = this.tables.of(entity);
		return write((transaction) -> this.writer.insert(transaction, table, entity));
	}

	@Override
	public <T> T save(T entity) {
		Table<T> table = this.tables.of(entity);
		return write((transaction) -> this.writer.save(transaction, table, entity));
	}

	@Override
	public <T> List<T> saveAll(Iterable<T> entities) {
		return write((transaction) -> {
			List<T> saved = new ArrayList<>();
			entities.forEach((entity) -> saved.add(this.writer.save(transaction, this.tables.of(entity), entity)));
			return saved;
		});
	}

	@Override
	public <T> T update(T entity) {
		Table<T> table = this.tables.of(entity);
		return write((transaction) -> this.writer.update(transaction, table, entity));
	}

	@Override
	public void delete(Object entity) {
		Table<Object> table = this.tables.of(entity);
		write((transaction) -> {
			this.writer.delete(transaction, table, entity);
			return true;
		});
	}

	@Override
	public boolean deleteById(Class<?> type, Object id) {
		Table<?> table = this.tables.of(type);
		return write((transaction) -> this.writer.deleteById(transaction, table, id));
	}

	@Override
	public void deleteAll(Iterable<?> entities) {
		write((transaction) -> {
			entities.forEach(this::delete);
			return true;
		});
	}

	@Override
	public void deleteAllById(Class<?> type, Iterable<?> ids) {
		write((transaction) -> {
			ids.forEach((id) -> deleteById(type, id));
			return true;
		});
	}

	@Override
	public long deleteAll(Class<?> type) {
		Table<?> table = this.tables.of(type);
		return write((transaction) -> this.writer.deleteAll(transaction, table));
	}

	@Override
	public <T> List<T> delete(EntityQuery<T> query) {
		Table<T> table = this.tables.of(query.type());
		return write((transaction) -> {
			List<T> found = this.reader.find(transaction, table, query, ScrollPosition.keyset(), Limit.unlimited())
				.getContent();
			found.forEach((row) -> this.writer.delete(transaction, table, row));
			return found;
		});
	}

	@Override
	public <T> Optional<T> findById(Class<T> type, Object id) {
		Table<T> table = this.tables.of(type);
		Key key = table.keys().row(table.encodedId(id));
		return translated(() -> {
			Transaction current = this.transactions.current();
			byte[] bytes = (current != null) ? current.get(key) : this.client.get(key);
			return (bytes != null) ? Optional.of(table.read(key, bytes).entity()) : Optional.empty();
		});
	}

	@Override
	public <T> List<T> findAllById(Class<T> type, Iterable<?> ids) {
		List<?> listed = StreamSupport.stream(ids.spliterator(), false).toList();
		Table<T> table = this.tables.of(type);
		return listed.isEmpty() ? List.of() : read((snapshot) -> this.reader.findAllById(snapshot, table, listed));
	}

	@Override
	public <T> List<T> findAll(Class<T> type) {
		Table<T> table = this.tables.of(type);
		return read((snapshot) -> this.reader.findAll(snapshot, table));
	}

	@Override
	public boolean existsById(Class<?> type, Object id) {
		Table<?> table = this.tables.of(type);
		Key key = table.keys().row(table.encodedId(id));
		return translated(() -> {
			Transaction current = this.transactions.current();
			return ((current != null) ? current.get(key) : this.client.get(key)) != null;
		});
	}

	@Override
	public long count(Class<?> type) {
		Table<?> table = this.tables.of(type);
		return read((snapshot) -> this.reader.count(snapshot, table));
	}

	@Override
	public <T> List<T> find(EntityQuery<T> query) {
		return find(query, ScrollPosition.keyset(), Limit.unlimited()).getContent();
	}

	@Override
	public <T> Window<T> find(EntityQuery<T> query, ScrollPosition position, Limit limit) {
		Table<T> table = this.tables.of(query.type());
		return read((snapshot) -> this.reader.find(snapshot, table, query, position, limit));
	}

	@Override
	public long count(EntityQuery<?> query) {
		Table<?> table = this.tables.of(query.type());
		return read((snapshot) -> this.reader.count(snapshot, table, query, Integer.MAX_VALUE));
	}

	@Override
	public boolean exists(EntityQuery<?> query) {
		Table<?> table = this.tables.of(query.type());
		return read((snapshot) -> this.reader.count(snapshot, table, query, 1)) > 0;
	}

	private <R> R write(Function<Transaction, R> work) {
		return translated(() -> this.transactions.execute(work));
	}

	private <R> R read(Function<Snapshot, R> work) {
		return translated(() -> {
			Transaction current = this.transactions.current();
			return work.apply((current != null) ? current : this.client.snapshot());
		});
	}

	private static <R> R translated(Supplier<R> work) {
		try {
			return work.get();
		}
		catch (TitoClientException ex) {
			throw TitoExceptionTranslator.translate(ex);
		}
	}

}
