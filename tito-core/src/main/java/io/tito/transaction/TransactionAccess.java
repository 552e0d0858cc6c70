package io.tito.transaction;

import java.util.function.Function;

import io.tito.client.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of the calling thread, for layers that join it. Thread-safe.
 */
public interface TransactionAccess {

	/**
	 * The Tito transaction that is active on this thread, whoever began it.
	 * @return the transaction, or null if there is none or it has ended (in callbacks
	 * after the commit)
	 */
	@Nullable Transaction current();

	/**
	 * Whether {@link #current()} was begun as read-only.
	 * @return whether writes are to be refused
	 */
	boolean isReadOnly();

	/**
	 * Work in the current transaction, or in one that is begun for it and committed after
	 * it.
	 * @param <T> the type of the result
	 * @param work what to do
	 * @return the result
	 */
	<T> T execute(Function<Transaction, T> work);

	/**
	 * Look now for what the commit of the current transaction would refuse because it
	 * exists already. Does nothing outside a transaction.
	 * @throws DuplicateEntryException if an id or unique value that was inserted is taken
	 */
	void flush();

}
