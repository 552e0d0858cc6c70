package io.tito.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

import io.tito.client.Snapshot;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.codec.ValueCodec;
import io.tito.index.IndexSettings;
import io.tito.key.Key;
import io.tito.key.Namespace;
import io.tito.mapping.TitoMappingContext;
import io.tito.query.Cursors;
import io.tito.query.QuerySpec;
import io.tito.relation.Fetch;
import io.tito.relation.References;
import io.tito.relation.RelationFetcher;
import io.tito.transaction.TransactionAccess;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.mapping.callback.EntityCallbacks;

/**
 * {@link TitoOperations} over a client.
 */
public final class TitoTemplate implements TitoOperations, ApplicationContextAware {

	private final Access access;

	private final TitoMappingContext mapping;

	private final Callbacks callbacks = new Callbacks();

	private final Tables tables;

	private final EntityWriter writer;

	private final EntityReader reader = new EntityReader();

	private final TableBatches batches;

	private final RowLocks locks;

	private final ReferenceKeeper references;

	private final Cursors cursors;

	private final RelationFetcher relations;

	private final QueryExecutor queries;

	private final TitoIndexes indexes;

	public TitoTemplate(TitoClient client, TransactionAccess transactions, TitoMappingContext mapping, ValueCodec codec,
			Namespace namespace, List<EntityChangeListener> listeners) {
		this(client, transactions, mapping, codec, namespace, listeners, IndexSettings.DEFAULTS);
	}

	public TitoTemplate(TitoClient client, TransactionAccess transactions, TitoMappingContext mapping, ValueCodec codec,
			Namespace namespace, List<EntityChangeListener> listeners, IndexSettings settings) {
		this.access = new Access(client, transactions);
		this.mapping = mapping;
		this.tables = new Tables(mapping, codec, namespace, this.callbacks, client, settings);
		this.writer = new EntityWriter(listeners);
		this.batches = new TableBatches(this.writer, this.access);
		this.locks = new RowLocks(this.access);
		this.indexes = new TitoIndexes(client, this.tables);
		this.references = new ReferenceKeeper(mapping, this.tables, namespace, this.writer);
		this.writer.listen(this.references);
		this.cursors = new Cursors(new CursorKey(client, namespace));
		this.relations = new RelationFetcher(mapping,
				(snapshot, entity, ids) -> this.reader.findByIds(snapshot, this.tables.of(entity.getType()), ids));
		this.queries = new QueryExecutor(this.tables, new TemplateReads(), this.cursors, this.relations,
				new Projections(mapping));
	}

	/**
	 * Take the entity callbacks from the application's beans.
	 */
	@Override
	public void setApplicationContext(ApplicationContext context) {
		setEntityCallbacks(EntityCallbacks.create(context));
	}

	/**
	 * Set what is called before and after entities are stored, read or removed.
	 * @param callbacks the callbacks
	 */
	public void setEntityCallbacks(EntityCallbacks callbacks) {
		this.callbacks.register(callbacks);
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
	public <T> T update(Class<T> type, Object id, UnaryOperator<T> change) {
		Table<T> table = this.tables.of(type);
		return this.access.writeAgain((transaction) -> this.writer.change(transaction, table, id, change));
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
		return write((transaction) -> this.batches.deleteAll(transaction, table));
	}

	@Override
	public long deleteInBatches(Class<?> type, int size) {
		return this.batches.deleteInBatches(this.tables.of(type), size);
	}

	@Override
	public <T> Migration migrate(Class<T> type, String name, int size, UnaryOperator<T> change) {
		return this.batches.migrate(this.tables.of(type), name, size, change);
	}

	@Override
	public <T> DeletedRows<T> deleted(Class<T> type) {
		Table<T> table = this.tables.of(type);
		if (!table.entity().keepsDeleted()) {
			throw new InvalidDataAccessApiUsageException(
					"Deleted rows of '%s' are not kept: annotate %s with @TitoSoftDelete".formatted(table.name(),
							table.entity().getType().getName()));
		}
		return new KeptRows<>(table, this.writer, this.access);
	}

	@Override
	public void flush() {
		this.access.flush();
	}

	@Override
	public <T> Optional<T> findById(Class<T> type, Object id) {
		Table<T> table = this.tables.of(type);
		Key key = table.keys().row(table.encodedId(id));
		byte[] bytes = this.access.get(key);
		return (bytes != null) ? Optional.of(table.read(key, bytes).entity()) : Optional.empty();
	}

	@Override
	public <T> Optional<T> findByIdForUpdate(Class<T> type, Object id) {
		return this.locks.find(this.tables.of(type), id);
	}

	@Override
	public <T> List<T> findAllByIdForUpdate(Class<T> type, Collection<?> ids) {
		return this.locks.findAll(this.tables.of(type), ids);
	}

	@Override
	public void lock(Collection<?> entities) {
		this.locks.lock(entities.stream().map(this::key).toList());
	}

	@Override
	public void touch(Class<?> type, Object id) {
		this.locks.touch(this.tables.of(type), id);
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
		return this.access.get(key) != null;
	}

	@Override
	public long count(Class<?> type) {
		Table<?> table = this.tables.of(type);
		return read((snapshot) -> this.reader.count(snapshot, table));
	}

	@Override
	public <T> Optional<T> findById(Class<T> type, Object id, Fetch fetch) {
		Table<T> table = this.tables.of(type);
		return read((snapshot) -> {
			List<T> found = this.reader.findAllById(snapshot, table, List.of(id));
			return this.relations.fetch(snapshot, table.entity(), found, fetch.relations()).rows().stream().findFirst();
		});
	}

	@Override
	public <T> List<T> fetch(List<T> rows, Fetch fetch) {
		if (rows.isEmpty()) {
			return rows;
		}
		Table<T> table = this.tables.of(rows.get(0));
		return read((snapshot) -> this.relations.fetch(snapshot, table.entity(), rows, fetch.relations()).rows());
	}

	@Override
	public <T> EntityQuery<T, T> query(QuerySpec<T> spec) {
		return this.queries.query(spec);
	}

	@Override
	public References references(Class<?> type, Object id) {
		Table<?> table = this.tables.of(type);
		return read((snapshot) -> {
			Object row = this.reader.findByIds(snapshot, table, List.of(id)).get(id);
			return (row != null) ? this.references.references(snapshot, table, id, row)
					: new References(List.of(), List.of());
		});
	}

	@Override
	public TitoIndexes indexes() {
		return this.indexes;
	}

	@Override
	public Cursors cursors() {
		return this.cursors;
	}

	private Key key(Object entity) {
		Table<Object> table = this.tables.of(entity);
		return table.key(entity);
	}

	private <R> R write(Function<Transaction, R> work) {
		return this.access.write(work);
	}

	private <R> R read(Function<Snapshot, R> work) {
		return this.access.read(work);
	}

	/**
	 * Lets queries read as the template does.
	 */
	private final class TemplateReads implements Reads {

		@Override
		public <R> R read(Function<Snapshot, R> work) {
			return TitoTemplate.this.read(work);
		}

		@Override
		public <A, R> Function<A, R> repeatable(BiFunction<Snapshot, A, R> work) {
			Snapshot snapshot = TitoTemplate.this.read((current) -> current);
			return (argument) -> Access.translated(() -> work.apply(snapshot, argument));
		}

		@Override
		public <T> List<T> delete(Table<T> table, Function<Snapshot, List<T>> rows) {
			return write((transaction) -> {
				List<T> found = rows.apply(transaction);
				found.forEach((row) -> TitoTemplate.this.writer.delete(transaction, table, row));
				return found;
			});
		}

	}

}
