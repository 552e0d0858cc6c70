package io.tito.core;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.tito.client.Snapshot;
import io.tito.client.TitoClient;
import io.tito.codec.IndexEntry;
import io.tito.codec.RowEnvelope;
import io.tito.codec.UnreadableValueException;
import io.tito.codec.ValueCodec;
import io.tito.index.EntityKeys;
import io.tito.index.IndexCatalog;
import io.tito.index.IndexMaintainer;
import io.tito.index.IndexSettings;
import io.tito.key.Key;
import io.tito.key.KeyWriter;
import io.tito.key.Namespace;
import io.tito.mapping.TitoPersistentEntity;
import io.tito.mapping.TitoPersistentProperty;
import io.tito.query.QueryPlan;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Persistable;
import org.springframework.data.mapping.PersistentPropertyAccessor;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * One entity: its instances as rows, and back. Thread-safe.
 *
 * @param <T> the class of the entity
 */
final class Table<T> {

	private static final int MAX_ROW = 6 << 20;

	private static final int MAX_KEY = 4 << 10;

	private final TitoPersistentEntity<T> entity;

	private final ValueCodec codec;

	private final EntityKeys keys;

	private final IndexMaintainer indexes;

	private final IndexCatalog catalog;

	private final Callbacks callbacks;

	private final TitoPersistentProperty idProperty;

	private final Key rows;

	Table(TitoPersistentEntity<T> entity, ValueCodec codec, Namespace namespace, Callbacks callbacks, TitoClient client,
			IndexSettings settings) {
		this.entity = entity;
		this.codec = codec;
		this.callbacks = callbacks;
		this.keys = new EntityKeys(namespace, entity.entityName());
		this.idProperty = entity.getRequiredIdProperty();
		this.rows = this.keys.rows();
		this.catalog = new IndexCatalog(client, entity, this.keys, settings);
		this.indexes = new IndexMaintainer(this.keys, this.catalog);
	}

	TitoPersistentEntity<T> entity() {
		return this.entity;
	}

	String name() {
		return this.entity.entityName();
	}

	EntityKeys keys() {
		return this.keys;
	}

	/**
	 * Refuse a plan along an index that is not ready.
	 */
	void checkReadable(QueryPlan plan, Snapshot snapshot) {
		if (plan.index() != null) {
			this.catalog.checkReadable(plan.index(), snapshot);
		}
	}

	IndexMaintainer indexes() {
		return this.indexes;
	}

	IndexCatalog catalog() {
		return this.catalog;
	}

	Callbacks callbacks() {
		return this.callbacks;
	}

	@Nullable Object id(T instance) {
		return (instance instanceof Persistable<?> own) ? own.getId() : this.idProperty.valueOf(instance);
	}

	Object requiredId(T instance) {
		Object id = id(instance);
		if (id == null) {
			throw new InvalidDataAccessApiUsageException(
					"An instance of '%s' has no id and cannot be found in the store: save it first".formatted(name()));
		}
		return id;
	}

	Key key(T instance) {
		return this.keys.row(encodedId(requiredId(instance)));
	}

	/**
	 * The version that an instance carries.
	 */
	@Nullable Long version(T instance) {
		TitoPersistentProperty property = this.entity.getVersionProperty();
		if (property == null) {
			return null;
		}
		Number version = (Number) property.valueOf(instance);
		return (version != null) ? version.longValue() : null;
	}

	boolean isVersioned() {
		return this.entity.hasVersionProperty();
	}

	/**
	 * The version of a new row. A primitive property must not be left at 0, which means
	 * new.
	 */
	long firstVersion() {
		TitoPersistentProperty property = this.entity.getVersionProperty();
		return (property != null && !property.getType().isPrimitive()) ? 0 : 1;
	}

	T withId(T instance, Object id) {
		return with(instance, this.entity.getRequiredIdProperty(), id);
	}

	T withVersion(T instance, long version) {
		TitoPersistentProperty property = this.entity.getVersionProperty();
		if (property == null || Long.valueOf(version).equals(version(instance))) {
			return instance;
		}
		boolean wide = ClassUtils.resolvePrimitiveIfNecessary(property.getType()) == Long.class;
		return with(instance, property, wide ? (Object) version : (Object) Math.toIntExact(version));
	}

	Key encodedId(Object id) {
		Key encoded = KeyWriter.keyOf(this.idProperty.toKeyValue(id));
		if (this.rows.length() + encoded.length() > MAX_KEY) {
			throw tooLong(id, "the id", this.rows.length() + encoded.length());
		}
		return encoded;
	}

	/**
	 * The stored form of an instance, checked against the limits.
	 */
	byte[] write(T instance, Key encoded, long version, List<IndexEntry> entries) {
		Object id = requiredId(instance);
		for (IndexEntry entry : entries) {
			int length = this.keys.entryLength(entry, encoded);
			if (length > MAX_KEY) {
				throw tooLong(id, "the values of the index '%s'".formatted(entry.name()), length);
			}
		}
		return checked(id, new RowEnvelope(version, this.entity.revision(), 0, entries, this.codec.write(instance)));
	}

	/**
	 * The stored form of a row that is kept after its deletion.
	 */
	byte[] writeDeleted(Row<T> row, long deleted) {
		RowEnvelope stored = row.envelope();
		return checked(requiredId(row.entity()),
				new RowEnvelope(stored.version(), stored.revision(), deleted, List.of(), stored.payload()));
	}

	private byte[] checked(Object id, RowEnvelope row) {
		byte[] bytes = row.encode();
		if (bytes.length > MAX_ROW) {
			throw new DataIntegrityViolationException(
					"Row '%s' of '%s' has %d bytes, at most %d can be stored: split it into several rows".formatted(id,
							name(), bytes.length, MAX_ROW));
		}
		return bytes;
	}

	Row<T> read(Key key, byte[] bytes) {
		try {
			RowEnvelope envelope = RowEnvelope.decode(bytes);
			return new Row<>(made(envelope), envelope);
		}
		catch (IllegalArgumentException | UnreadableValueException ex) {
			throw new DataRetrievalFailureException(
					"The row of '%s' at %s cannot be read; see the cause, and mend the class or the row"
						.formatted(name(), key),
					ex);
		}
	}

	/**
	 * Another instance of a row that was read.
	 */
	T copy(Row<T> row) {
		return made(row.envelope());
	}

	/**
	 * Whether two instances are stored alike.
	 */
	boolean alike(T one, T other) {
		return Arrays.equals(this.codec.write(one), this.codec.write(other));
	}

	private T made(RowEnvelope envelope) {
		return this.callbacks.afterConvert(withVersion(instance(envelope), envelope.version()));
	}

	private T instance(RowEnvelope envelope) {
		int revision = envelope.revision();
		if (revision == this.entity.revision()) {
			return this.codec.read(envelope.payload(), this.entity.getType());
		}
		if (revision > this.entity.revision()) {
			throw new IllegalArgumentException(
					"The row was written in revision %d, this version of the application knows %d: deploy the newer one"
						.formatted(revision, this.entity.revision()));
		}
		if (revision < this.entity.oldestRevision()) {
			throw new IllegalArgumentException(
					"The row was written in revision %d, rows are read from revision %d on: lower oldestRevision of @TitoEntity and bring the upcasters back"
						.formatted(revision, this.entity.oldestRevision()));
		}
		return this.codec.read(envelope.payload(), this.entity.getType(),
				(Map<String, @Nullable Object> row) -> this.entity.upcast(row, revision));
	}

	private T with(T instance, TitoPersistentProperty property, Object value) {
		PersistentPropertyAccessor<T> accessor = this.entity.getPropertyAccessor(instance);
		accessor.setProperty(property, value);
		return accessor.getBean();
	}

	private DataIntegrityViolationException tooLong(Object id, String what, int length) {
		return new DataIntegrityViolationException(
				"A key of '%s' has %d bytes, at most %d can be stored: shorten %s (row '%s')".formatted(name(), length,
						MAX_KEY, what, StringUtils.truncate(id.toString())));
	}

}
