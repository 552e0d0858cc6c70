package io.tito.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Transaction;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.EmptyResultDataAccessException;

/**
 * Deleted rows of one entity.
 *
 * @param <T> the class of the entity
 */
final class KeptRows<T> implements DeletedRows<T> {

	private static final int BATCH = 500;

	private final Table<T> table;

	private final EntityWriter writer;

	private final Access access;

	KeptRows(Table<T> table, EntityWriter writer, Access access) {
		this.table = table;
		this.writer = writer;
		this.access = access;
	}

	@Override
	public Optional<DeletedRow<T>> findById(Object id) {
		Key key = this.table.keys().deletedRow(this.table.encodedId(id));
		return this.access.read((snapshot) -> {
			byte[] bytes = snapshot.get(key);
			return (bytes != null) ? Optional.of(deleted(this.table.read(key, bytes))) : Optional.empty();
		});
	}

	@Override
	public List<DeletedRow<T>> findAll(@Nullable Object after, int limit) {
		Key rows = this.table.keys().deletedRows();
		Key from = (after != null) ? this.table.keys().deletedRow(this.table.encodedId(after)).next() : rows;
		return this.access.read((snapshot) -> snapshot.scan(Scan.range(from, rows.prefixEnd()).limit(limit))
			.stream()
			.map((entry) -> deleted(this.table.read(entry.key(), entry.value())))
			.toList());
	}

	@Override
	public T restore(Object id) {
		Key key = this.table.keys().deletedRow(this.table.encodedId(id));
		return this.access.write((transaction) -> {
			byte[] bytes = transaction.get(key);
			if (bytes == null) {
				throw new EmptyResultDataAccessException(
						"There is no deleted row '%s' of '%s' to restore".formatted(id, this.table.name()), 1);
			}
			Row<T> row = this.table.read(key, bytes);
			long version = row.version() + 1;
			T restored = this.table.withVersion(row.entity(), version);
			this.writer.insertRow(transaction, this.table, restored, version);
			transaction.delete(key);
			return restored;
		});
	}

	@Override
	public long purge(Instant before) {
		Key rows = this.table.keys().deletedRows();
		return this.access.batches("purge", rows,
				(transaction, from) -> purge(transaction, Scan.range(from, rows.prefixEnd()).limit(BATCH), before));
	}

	private Batch purge(Transaction transaction, Scan scan, Instant before) {
		List<Entry> entries = transaction.scan(scan);
		long purged = 0;
		for (Entry entry : entries) {
			if (deleted(this.table.read(entry.key(), entry.value())).deletedAt().isBefore(before)) {
				transaction.delete(entry.key());
				purged++;
			}
		}
		return Batch.of(entries, BATCH, purged);
	}

	private static <T> DeletedRow<T> deleted(Row<T> row) {
		return new DeletedRow<>(row.entity(), Instant.ofEpochMilli(row.envelope().deleted()));
	}

}
