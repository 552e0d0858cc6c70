package io.tito.outbox;

import io.tito.client.Transaction;
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
		Transaction current = this.transactions.current();
		if (current == null) {
			checkNoOther(method);
			return false;
		}
		checkActive(method, current);
		if (this.transactions.isReadOnly()) {
			throw new OutboxTransactionException("Outbox.%s was called in a read-only transaction: ".formatted(method)
					+ "remove readOnly = true from the method that began it");
		}
		return true;
	}

	private static void checkNoOther(String method) {
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			throw new OutboxTransactionException(
					("Outbox.%s was called inside a transaction of another store, or after "
							+ "the completion of a transaction, where the event and the data would not be committed together: "
							+ "begin a Tito transaction first (@TitoTransactional on the method), or publish in one of its "
							+ "own (@TitoTransactional(propagation = REQUIRES_NEW))")
						.formatted(method));
		}
	}

	private static void checkActive(String method, Transaction current) {
		try {
			current.attachment(Joined.class, Joined::new);
		}
		catch (IllegalStateException ex) {
			throw new OutboxTransactionException(("Outbox.%s was called after the completion of its transaction (in an "
					+ "afterCommit or afterCompletion callback): publish before the commit, or in a transaction of its "
					+ "own (@TitoTransactional(propagation = REQUIRES_NEW))")
				.formatted(method), ex);
		}
	}

	private record Joined() {

	}

}
