package io.tito.transaction;

import org.springframework.dao.ConcurrencyFailureException;

/**
 * The store gave the transaction up, mostly because it took too long. Nothing was
 * written; run again in a new transaction, the work may succeed. A
 * {@code ConcurrencyFailureException}, so that what retries conflicts retries this too.
 */
public final class TransactionAbortedException extends ConcurrencyFailureException {

	private static final long serialVersionUID = 1L;

	TransactionAbortedException(String reason) {
		super("The transaction was rolled back at commit (%s); nothing was written. Run it again".formatted(reason));
	}

}
