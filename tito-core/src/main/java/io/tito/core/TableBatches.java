package io.tito.core;

import java.util.List;
import java.util.function.UnaryOperator;

import io.tito.annotation.Operation;
import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Transaction;
import io.tito.key.Key;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.util.Assert;

/**
 * Work on every row of an entity. Thread-safe.
 */
final class TableBatches {

	private static final int PAGE = 1000;

	private final EntityWriter writer;

	private final Access access;

	TableBatches(EntityWriter writer, Access access) {
		this.writer = writer;
		this.access = access;
	}

	/**
	 * Remove all rows in one transaction, if it can hold what that publishes.
	 */
	<T> long deleteAll(Transaction transaction, Table<T> table) {
		Scan rows = Scan.prefix(table.keys().rows());
		int limit = limit(table, Operation.DELETE);
		if (limit < Integer.MAX_VALUE) {
			int count = transaction.scan(rows.withoutValues()).size();
			if (count > limit) {
				throw new InvalidDataAccessApiUsageException(
						"'%s' has %d rows, and one transaction can publish the deletion of at most %d: use deleteInBatches"
							.formatted(table.name(), count, limit));
			}
		}
		Batch batch = new Batch(0, rows.from());
		long deleted = 0;
		for (Key from = batch.next(); from != null; from = batch.next()) {
			batch = delete(transaction, table, Scan.range(from, rows.to()).limit(PAGE));
			deleted += batch.count();
		}
		return deleted;
	}

	<T> long deleteInBatches(Table<T> table, int size) {
		checkSize(table, size, Operation.DELETE);
		Scan rows = Scan.prefix(table.keys().rows());
		return this.access.batches("deleteInBatches", rows.from(),
				(transaction, from) -> delete(transaction, table, Scan.range(from, rows.to()).limit(size)));
	}

	private <T> Batch delete(Transaction transaction, Table<T> table, Scan scan) {
		List<Entry> entries = transaction.scan(scan);
		for (Entry entry : entries) {
			Row<T> row = table.read(entry.key(), entry.value());
			this.writer.remove(transaction, table, table.requiredId(row.entity()), row);
		}
		return Batch.of(entries, scan.limit(), entries.size());
	}

	/**
	 * Change all rows. Where it is lies in the store, written with each batch, so that
	 * instances that do it together do not do it twice.
	 */
	<T> Migration migrate(Table<T> table, String name, int size, UnaryOperator<T> change) {
		checkSize(table, size, Operation.UPDATE);
		Key place = table.keys().migration(name);
		this.access.batches("migrate", place, (transaction, again) -> {
			MigrationState state = MigrationState.of(transaction.get(place));
			if (state.done()) {
				return new Batch(0, null);
			}
			MigrationState next = migrate(transaction, table, state, size, change);
			transaction.put(place, next.encode());
			return new Batch(0, next.done() ? null : again);
		});
		return MigrationState.of(this.access.get(place)).result(name);
	}

	private <T> MigrationState migrate(Transaction transaction, Table<T> table, MigrationState state, int size,
			UnaryOperator<T> change) {
		Key rows = table.keys().rows();
		Key from = (state.last() != null) ? rows.append(state.last()).next() : rows;
		List<Entry> entries = transaction.scan(Scan.range(from, rows.prefixEnd()).limit(size));
		long changed = 0;
		for (Entry entry : entries) {
			changed += change(transaction, table, table.read(entry.key(), entry.value()), change) ? 1 : 0;
		}
		Key last = entries.isEmpty() ? state.last()
				: Key.wrap(entries.get(entries.size() - 1).key().suffix(rows.length()));
		return new MigrationState(entries.size() < size, state.rows() + entries.size(), state.changed() + changed,
				last);
	}

	/**
	 * A row that only has an old shape is written anew and remains the same to everybody.
	 */
	private <T> boolean change(Transaction transaction, Table<T> table, Row<T> row, UnaryOperator<T> change) {
		T changed = this.writer.changed(table, row, change);
		if (!table.alike(changed, row.entity())) {
			this.writer.replace(transaction, table, changed, row);
			return true;
		}
		if (row.envelope().revision() != table.entity().revision()) {
			this.writer.rewrite(transaction, table, row, row.entity(), row.version());
			return true;
		}
		return false;
	}

	private void checkSize(Table<?> table, int size, Operation operation) {
		Assert.isTrue(size > 0, "A batch has at least one row");
		int limit = limit(table, operation);
		if (size > limit) {
			throw new InvalidDataAccessApiUsageException(
					"A batch of %d rows of '%s' publishes more than one transaction can hold: use batches of at most %d"
						.formatted(size, table.name(), limit));
		}
	}

	private int limit(Table<?> table, Operation operation) {
		return this.writer.limit(table.entity().getType(), operation);
	}

}
