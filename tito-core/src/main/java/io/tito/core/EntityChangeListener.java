package io.tito.core;

import io.tito.annotation.Operation;
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

	/**
	 * The most changes of one entity that one transaction can hold.
	 * @param type the class of the entity
	 * @param operation what happens to each row
	 * @return the number
	 */
	default int limit(Class<?> type, Operation operation) {
		return Integer.MAX_VALUE;
	}

}
