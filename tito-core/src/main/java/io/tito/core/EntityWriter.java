package io.tito.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.tito.annotation.Operation;
import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Transaction;
import io.tito.codec.IndexEntry;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.EmptyResultDataAccessException;

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
		T identified = (table.id(instance) != null) ? instance
				: table.withId(instance, GeneratedIds.next(table, transaction.timestamp()));
		Object id = table.requiredId(identified);
		T row = table.withVersion(identified, table.firstVersion());
		Key encoded = table.encodedId(id);
		Key key = table.keys().row(encoded);
		List<IndexEntry> entries = table.indexes().entries(transaction, row);
		byte[] bytes = table.write(row, table.firstVersion(), entries);
		table.indexes().replace(transaction, encoded, List.of(), entries);
		transaction.insert(key, bytes);
		Long version = table.isVersioned() ? table.firstVersion() : null;
		tell(transaction, table, new Change(Operation.INSERT, id, null, row, null, version));
		return row;
	}

	<T> T update(Transaction transaction, Table<T> table, T instance) {
		Object id = table.requiredId(instance);
		Row<T> stored = find(transaction, table, id);
		if (stored == null && !table.isVersioned()) {
			throw new EmptyResultDataAccessException(
					"There is no row '%s' of '%s' to update".formatted(id, table.name()), 1);
		}
		return replace(transaction, table, instance, stored);
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

	<T> long deleteAll(Transaction transaction, Table<T> table) {
		List<Entry> rows = transaction.scan(Scan.prefix(table.keys().rows()));
		for (Entry entry : rows) {
			Row<T> row = table.read(entry.key(), entry.value());
			remove(transaction, table, table.requiredId(row.entity()), row);
		}
		return rows.size();
	}

	private <T> T replace(Transaction transaction, Table<T> table, T instance, @Nullable Row<T> found) {
		Row<T> stored = table.isVersioned() ? checkVersion(table, instance, found) : required(found);
		Object id = table.requiredId(instance);
		long version = stored.version() + 1;
		T row = table.withVersion(instance, version);
		Key encoded = table.encodedId(id);
		List<IndexEntry> entries = table.indexes().entries(transaction, row);
		byte[] bytes = table.write(row, version, entries);
		table.indexes().replace(transaction, encoded, stored.manifest(), entries);
		transaction.put(table.keys().row(encoded), bytes);
		tell(transaction, table, new Change(Operation.UPDATE, id, stored.entity(), row,
				table.isVersioned() ? stored.version() : null, table.isVersioned() ? version : null));
		return row;
	}

	private <T> void remove(Transaction transaction, Table<T> table, Object id, Row<T> stored) {
		Key encoded = table.encodedId(id);
		table.indexes().replace(transaction, encoded, stored.manifest(), List.of());
		transaction.delete(table.keys().row(encoded));
		tell(transaction, table, new Change(Operation.DELETE, id, stored.entity(), null,
				table.isVersioned() ? stored.version() : null, null));
	}

	private <T> @Nullable Row<T> find(Transaction transaction, Table<T> table, Object id) {
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
