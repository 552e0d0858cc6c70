package io.tito.core;

import io.tito.client.Transaction;

/**
 * Told of each change of a row within the transaction that makes it, before the commit.
 */
@FunctionalInterface
public interface EntityChangeListener {

	/**
	 * A row changes.
	 * @param transaction the transaction that changes it; what the listener writes there
	 * is committed with the row
	 * @param change the change
	 */
	void onChange(Transaction transaction, EntityChange change);

}
