package io.tito.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.transaction.WriteConflictException;

/**
 * Rows that nobody else changes until the transaction has ended. Thread-safe.
 */
final class RowLocks {

	private final Access access;

	RowLocks(Access access) {
		this.access = access;
	}

	<T> Optional<T> find(Table<T> table, Object id) {
		List<T> found = findAll(table, List.of(id), "findByIdForUpdate");
		return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
	}

	<T> List<T> findAll(Table<T> table, Collection<?> ids) {
		return findAll(table, ids, "findAllByIdForUpdate");
	}

	/**
	 * Locks in the order of keys, so that those who want the same rows do not wait for
	 * each other in a circle.
	 */
	private <T> List<T> findAll(Table<T> table, Collection<?> ids, String operation) {
		List<Key> keys = ids.stream().map((id) -> table.keys().row(table.encodedId(id))).toList();
		return this.access.within(operation, (transaction) -> {
			Map<Key, T> rows = new HashMap<>();
			new TreeSet<>(keys).forEach((key) -> read(transaction, table, key, rows));
			List<T> found = new ArrayList<>();
			for (Key key : keys) {
				T row = rows.get(key);
				if (row != null) {
					found.add(row);
				}
			}
			return found;
		});
	}

	private static <T> void read(Transaction transaction, Table<T> table, Key key, Map<Key, T> rows) {
		byte[] bytes = transaction.getForUpdate(key);
		if (bytes != null) {
			rows.put(key, table.read(key, bytes).entity());
		}
	}

	/**
	 * Lock rows at the versions that the snapshot shows.
	 */
	void lock(Collection<Key> rows) {
		this.access.within("lock", (transaction) -> {
			Map<Key, byte[]> read = rows.isEmpty() ? Map.of() : transaction.getAll(rows);
			for (Key key : new TreeSet<>(rows)) {
				if (!Arrays.equals(read.get(key), transaction.getForUpdate(key))) {
					throw WriteConflictException.changed(key);
				}
			}
			return true;
		});
	}

	void touch(Table<?> table, Object id) {
		Key key = table.keys().row(table.encodedId(id));
		this.access.within("touch", (transaction) -> {
			transaction.lock(key);
			return true;
		});
	}

}
