package io.tito.outbox;

import io.tito.transaction.TransactionAccess;

import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Refuses to write events where they would not share the fate of the data.
 */
final class TransactionRules {

	private final TransactionAccess transactions;

	TransactionRules(TransactionAccess transactions) {
		this.transactions = transactions;
	}

	/**
	 * Check the transaction of this thread.
	 * @param method the method of the outbox that was called
	 * @return whether there is a Tito transaction to join; otherwise there is none at all
	 * @throws OutboxTransactionException if the call is not allowed here
	 */
	boolean check(String method) {
		if (this.transactions.current() == null) {
			checkNoOther(method);
			return false;
		}
		if (this.transactions.isReadOnly()) {
			throw new OutboxTransactionException("Outbox.%s was called in a read-only transaction: ".formatted(method)
					+ "leave out readOnly = true where it begins, or call in a transaction of its own (REQUIRES_NEW)");
		}
		return true;
	}

	/**
	 * A Tito transaction that has completed counts as another one: callbacks run after it
	 * while Spring still calls it active.
	 */
	private static void checkNoOther(String method) {
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			throw new OutboxTransactionException(
					("Outbox.%s was called inside a transaction of another store, or after "
							+ "a transaction's completion (afterCommit, afterCompletion), where the event would not be "
							+ "committed together with the data. Begin a Tito transaction around both with @TitoTransactional, "
							+ "publish before the commit, or call in a transaction of its own "
							+ "(@TitoTransactional(propagation = REQUIRES_NEW))")
						.formatted(method));
		}
	}

}
