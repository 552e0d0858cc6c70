package io.tito.client.internal.txn.commit;

import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.Timestamp;

/**
 * How the first phase ended.
 */
sealed interface PrewriteResult {

	/** All keys are locked; the primary has to be committed. */
	record Locked() implements PrewriteResult {

	}

	/**
	 * There is nothing more to decide.
	 *
	 * @param at the commit timestamp
	 * @param protocol how it was committed
	 */
	record Committed(Timestamp at, Protocol protocol) implements PrewriteResult {

	}

	/**
	 * The transaction cannot commit any more.
	 *
	 * @param outcome why
	 */
	record Refused(CommitOutcome outcome) implements PrewriteResult {

	}

	/**
	 * The answer to the one request was lost.
	 *
	 * @param cause what happened
	 */
	record Open(String cause) implements PrewriteResult {

	}

}
