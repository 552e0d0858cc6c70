package io.tito.transaction;

import io.tito.client.CommitOutcome;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;

import org.springframework.transaction.TransactionSystemException;

/**
 * The commit was sent and no answer came, nor one to the question what became of it. The
 * writes may be in the store or not: {@link #probe()} decides it once the store answers
 * again. Do not run the work again before.
 */
public final class CommitOutcomeUnknownException extends TransactionSystemException {

	private static final long serialVersionUID = 1L;

	private final transient CommitOutcome.Unknown outcome;

	private final transient TitoClient client;

	CommitOutcomeUnknownException(CommitOutcome.Unknown outcome, TitoClient client) {
		super("It is not known whether the transaction started at %s was committed: probe() it before it is run again"
			.formatted(outcome.start()));
		if (outcome.cause() != null) {
			initCause(outcome.cause());
		}
		this.outcome = outcome;
		this.client = client;
	}

	/**
	 * The start timestamp, which names the transaction in the store.
	 * @return the timestamp
	 */
	public Timestamp start() {
		return this.outcome.start();
	}

	/**
	 * Decide the transaction: it is rolled back if it had not been committed.
	 * @return committed, aborted, or still unknown
	 */
	public CommitOutcome probe() {
		return this.client.probe(this.outcome);
	}

}
