package io.tito.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import io.tito.annotation.Operation;
import io.tito.client.Transaction;
import io.tito.codec.IndexEntry;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * Writes rows with their index entries into a transaction and tells the listeners. What
 * can be refused is refused before anything is written. Thread-safe.
 */
final class EntityWriter {

	private final List<EntityChangeListener> listeners;

	EntityWriter(List<EntityChangeListener> listeners) {
		this.listeners = new CopyOnWriteArrayList<>(listeners);
	}

	<T> T save(Transaction transaction, Table<T> table, T instance) {
		if (table.entity().isNew(instance)) {
			return insert(transaction, table, instance);
		}
		Row<T> stored = find(transaction, table, table.requiredId(instance));
		if (stored == null && !table.isVersioned()) {
			return insert(transaction, table, instance);
		}
		return replace(transaction, table, instance, stored);
	}

	/**
	 * Writes without a read: the store checks at commit that the row is new.
	 */
	<T> T insert(Transaction transaction, Table<T> table, T instance) {
		T prepared = table.callbacks().beforeConvert(instance);
		T identified = (table.id(prepared) != null) ? prepared : table.withId(prepared, GeneratedIds.next(table));
		T row = beforeSave(table, identified, table.firstVersion());
		insertRow(transaction, table, row, table.firstVersion());
		return table.callbacks().afterSave(row);
	}

	/**
	 * Write a row that is complete.
	 */
	<T> void insertRow(Transaction transaction, Table<T> table, T row, long version) {
		Object id = table.requiredId(row);
		Key encoded = table.encodedId(id);
		List<IndexEntry> entries = table.indexes().entries(transaction, row);
		byte[] bytes = table.write(row, encoded, version, entries);
		table.indexes().replace(transaction, encoded, List.of(), entries);
		transaction.insert(table.keys().row(encoded), bytes);
		tell(transaction, table,
				new Change(Operation.INSERT, id, null, row, null, table.isVersioned() ? version : null));
	}

	/**
	 * The row that is to be written. A callback may change all but id and version.
	 */
	private static <T> T beforeSave(Table<T> table, T instance, long version) {
		T row = table.callbacks().beforeSave(table.withVersion(instance, version));
		T versioned = table.withVersion(row, version);
		return withId(table, versioned, table.requiredId(instance));
	}

	private static <T> T withId(Table<T> table, T instance, Object id) {
		return id.equals(table.id(instance)) ? instance : table.withId(instance, id);
	}

	<T> T update(Transaction transaction, Table<T> table, T instance) {
		Object id = table.requiredId(instance);
		Row<T> stored = find(transaction, table, id);
		if (stored == null && !table.isVersioned()) {
			throw missing(table, id);
		}
		return replace(transaction, table, instance, stored);
	}

	/**
	 * Read a row, change it and write it.
	 */
	<T> T change(Transaction transaction, Table<T> table, Object id, UnaryOperator<T> change) {
		Row<T> stored = find(transaction, table, id);
		if (stored == null) {
			throw missing(table, id);
		}
		return replace(transaction, table, changed(table, stored, change), stored);
	}

	/**
	 * What a function makes of a row. It is given an instance of its own, which it may
	 * change in place.
	 */
	<T> T changed(Table<T> table, Row<T> stored, UnaryOperator<T> change) {
		T changed = change.apply(table.copy(stored));
		Object id = table.requiredId(stored.entity());
		if (!id.equals(table.id(changed))) {
			throw new InvalidDataAccessApiUsageException(
					"The change of row '%s' of '%s' gives it the id '%s': insert a row of that id instead".formatted(id,
							table.name(), table.id(changed)));
		}
		return changed;
	}

	private static EmptyResultDataAccessException missing(Table<?> table, Object id) {
		return new EmptyResultDataAccessException("There is no row '%s' of '%s' to update".formatted(id, table.name()),
				1);
	}

	<T> void delete(Transaction transaction, Table<T> table, T instance) {
		Object id = table.requiredId(instance);
		Row<T> stored = find(transaction, table, id);
		if (table.isVersioned() && !table.entity().isNew(instance)) {
			checkVersion(table, instance, stored);
		}
		if (stored != null) {
			remove(transaction, table, id, stored);
		}
	}

	<T> boolean deleteById(Transaction transaction, Table<T> table, Object id) {
		Row<T> stored = find(transaction, table, id);
		if (stored == null) {
			return false;
		}
		remove(transaction, table, id, stored);
		return true;
	}

	/**
	 * Deletes the row with an encoded id, if it is still there.
	 */
	<T> void deleteByKey(Transaction transaction, Table<T> table, Key id) {
		Key key = table.keys().row(id);
		byte[] bytes = transaction.get(key);
		if (bytes != null) {
			Row<T> row = table.read(key, bytes);
			remove(transaction, table, table.requiredId(row.entity()), row);
		}
	}

	/**
	 * Adds a listener that itself needs this writer.
	 */
	void listen(EntityChangeListener listener) {
		this.listeners.add(0, listener);
	}

	<T> T replace(Transaction transaction, Table<T> table, T instance, @Nullable Row<T> found) {
		Row<T> stored = table.isVersioned() ? checkVersion(table, instance, found) : required(found);
		long version = stored.version() + 1;
		Object id = table.requiredId(instance);
		T row = beforeSave(table, withId(table, table.callbacks().beforeConvert(instance), id), version);
		rewrite(transaction, table, stored, row, version);
		tell(transaction, table, new Change(Operation.UPDATE, id, stored.entity(), row,
				table.isVersioned() ? stored.version() : null, table.isVersioned() ? version : null));
		return table.callbacks().afterSave(row);
	}

	/**
	 * Write a row and its entries in place of the stored ones, and tell nobody.
	 */
	<T> void rewrite(Transaction transaction, Table<T> table, Row<T> stored, T row, long version) {
		Key encoded = table.encodedId(table.requiredId(row));
		List<IndexEntry> entries = table.indexes().entries(transaction, row);
		byte[] bytes = table.write(row, encoded, version, entries);
		table.indexes().replace(transaction, encoded, stored.manifest(), entries);
		transaction.put(table.keys().row(encoded), bytes);
	}

	<T> void remove(Transaction transaction, Table<T> table, Object id, Row<T> stored) {
		T entity = table.callbacks().beforeDelete(stored.entity());
		Key encoded = table.encodedId(id);
		byte @Nullable [] kept = table.entity().keepsDeleted()
				? table.writeDeleted(stored, transaction.timestamp().physical()) : null;
		table.indexes().replace(transaction, encoded, stored.manifest(), List.of());
		transaction.delete(table.keys().row(encoded));
		if (kept != null) {
			transaction.put(table.keys().deletedRow(encoded), kept);
		}
		tell(transaction, table, new Change(Operation.DELETE, id, stored.entity(), null,
				table.isVersioned() ? stored.version() : null, null));
		table.callbacks().afterDelete(entity);
	}

	<T> @Nullable Row<T> find(Transaction transaction, Table<T> table, Object id) {
		Key key = table.keys().row(table.encodedId(id));
		byte[] bytes = transaction.get(key);
		return (bytes != null) ? table.read(key, bytes) : null;
	}

	private static <T> Row<T> checkVersion(Table<T> table, T instance, @Nullable Row<T> stored) {
		Long expected = table.version(instance);
		if (stored == null || expected == null || expected != stored.version()) {
			throw new StaleVersionException(table.name(), table.requiredId(instance), expected,
					(stored != null) ? stored.version() : null);
		}
		return stored;
	}

	private static <T> Row<T> required(@Nullable Row<T> row) {
		if (row == null) {
			throw new IllegalStateException("A row that does not exist cannot be replaced");
		}
		return row;
	}

	/**
	 * The most rows of an entity that one transaction can change.
	 */
	int limit(Class<?> type, Operation operation) {
		return this.listeners.stream()
			.mapToInt((listener) -> listener.limit(type, operation))
			.min()
			.orElse(Integer.MAX_VALUE);
	}

	private void tell(Transaction transaction, Table<?> table, Change change) {
		if (this.listeners.isEmpty()) {
			return;
		}
		EntityChange told = new EntityChange(table.entity().getType(), table.name(), change.operation(), change.id(),
				change.before(), change.after(), change.versionBefore(), change.versionAfter());
		this.listeners.forEach((listener) -> listener.onChange(transaction, told));
	}

	private record Change(Operation operation, Object id, @Nullable Object before, @Nullable Object after,
			@Nullable Long versionBefore, @Nullable Long versionAfter) {
	}

}
