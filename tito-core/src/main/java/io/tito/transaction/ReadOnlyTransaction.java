package io.tito.transaction;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.tito.client.CommitBound;
import io.tito.client.CommitHook;
import io.tito.client.CommitOutcome;
import io.tito.client.Entry;
import io.tito.client.Savepoint;
import io.tito.client.Scan;
import io.tito.client.Timestamp;
import io.tito.client.Transaction;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * A transaction that refuses to write, so that every layer keeps to
 * {@code readOnly = true}.
 */
final class ReadOnlyTransaction implements Transaction {

	private final Transaction transaction;

	ReadOnlyTransaction(Transaction transaction) {
		this.transaction = transaction;
	}

	@Override
	public Timestamp timestamp() {
		return this.transaction.timestamp();
	}

	@Override
	public byte @Nullable [] get(Key key) {
		return this.transaction.get(key);
	}

	@Override
	public Map<Key, byte[]> getAll(Collection<Key> keys) {
		return this.transaction.getAll(keys);
	}

	@Override
	public List<Entry> scan(Scan scan) {
		return this.transaction.scan(scan);
	}

	@Override
	public void put(Key key, byte[] value) {
		throw refused();
	}

	@Override
	public void insert(Key key, byte[] value) {
		throw refused();
	}

	@Override
	public void delete(Key key) {
		throw refused();
	}

	@Override
	public void lock(Key key) {
		throw refused();
	}

	@Override
	public byte @Nullable [] getForUpdate(Key key) {
		throw refused();
	}

	@Override
	public void onCommit(CommitHook hook) {
		throw refused();
	}

	@Override
	public void bound(CommitBound bound) {
		throw refused();
	}

	@Override
	public void commitBefore(Timestamp end) {
		this.transaction.commitBefore(end);
	}

	@Override
	public void afterCommit(Runnable action) {
		this.transaction.afterCommit(action);
	}

	@Override
	public <T> T attachment(Class<T> type, Supplier<T> factory) {
		return this.transaction.attachment(type, factory);
	}

	@Override
	public Savepoint savepoint() {
		return this.transaction.savepoint();
	}

	@Override
	public @Nullable Key findTaken() {
		return this.transaction.findTaken();
	}

	@Override
	public CommitOutcome commit() {
		return this.transaction.commit();
	}

	@Override
	public void rollback() {
		this.transaction.rollback();
	}

	private static InvalidDataAccessApiUsageException refused() {
		return new InvalidDataAccessApiUsageException(
				"The current transaction is read-only and cannot write: leave out readOnly = true, or write in a transaction of its own (Propagation.REQUIRES_NEW)");
	}

}
