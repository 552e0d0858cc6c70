package io.tito.core;

import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import io.tito.client.Snapshot;
import io.tito.client.TitoClient;
import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.transaction.LostRaces;
import io.tito.transaction.TitoExceptionTranslator;
import io.tito.transaction.TransactionAccess;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * In which transaction an operation runs. Thread-safe.
 */
final class Access {

	private static final int RETRIES = 10;

	private final TitoClient client;

	private final TransactionAccess transactions;

	private final LostRaces races = new LostRaces();

	Access(TitoClient client, TransactionAccess transactions) {
		this.client = client;
		this.transactions = transactions;
	}

	/**
	 * Read a single row: outside a transaction without a timestamp.
	 */
	byte @Nullable [] get(Key key) {
		try {
			Transaction current = this.transactions.current();
			return (current != null) ? current.get(key) : this.client.get(key);
		}
		catch (TitoClientException ex) {
			throw TitoExceptionTranslator.translate(ex);
		}
	}

	/**
	 * Read at the snapshot of the transaction, or at a fresh one.
	 */
	<R> R read(Function<Snapshot, R> work) {
		return translated(() -> {
			Transaction current = this.transactions.current();
			return work.apply((current != null) ? current : this.client.snapshot());
		});
	}

	/**
	 * Write in the transaction, or in one for this alone.
	 */
	<R> R write(Function<Transaction, R> work) {
		return translated(() -> this.transactions.execute(work));
	}

	/**
	 * As {@link #write}, and once more if a transaction for this alone lost a race.
	 */
	<R> R writeAgain(Function<Transaction, R> work) {
		return (this.transactions.current() != null) ? write(work) : this.races.run(RETRIES, () -> write(work));
	}

	/**
	 * Work in the transaction of the thread.
	 */
	<R> R within(String operation, Function<Transaction, R> work) {
		return translated(() -> {
			Transaction current = this.transactions.current();
			if (current == null) {
				throw new InvalidDataAccessApiUsageException(
						"%s holds until the transaction ends, and there is none: call it within one (@TitoTransactional)"
							.formatted(operation));
			}
			return work.apply(current);
		});
	}

	/**
	 * Work in transactions of their own, one after the other.
	 */
	long batches(String operation, Key first, BiFunction<Transaction, Key, Batch> work) {
		if (this.transactions.current() != null) {
			throw new InvalidDataAccessApiUsageException(
					"%s runs several transactions and cannot be part of one: call it outside".formatted(operation));
		}
		long count = 0;
		Key from = first;
		while (from != null) {
			Key begin = from;
			Batch batch = writeAgain((transaction) -> work.apply(transaction, begin));
			count += batch.count();
			from = batch.next();
		}
		return count;
	}

	void flush() {
		this.transactions.flush();
	}

	static <R> R translated(Supplier<R> work) {
		try {
			return work.get();
		}
		catch (TitoClientException ex) {
			throw TitoExceptionTranslator.translate(ex);
		}
	}

}
