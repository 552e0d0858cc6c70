package io.tito.client.internal.txn.commit;

import io.tito.client.CommitOutcome;
import io.tito.client.Timestamp;

/**
 * How the first phase ended.
 */
sealed interface PrewriteResult {

	/** All keys are locked. */
	record Locked() implements PrewriteResult {

	}

	/**
	 * The one request committed everything.
	 *
	 * @param at the commit timestamp
	 */
	record Committed(Timestamp at) implements PrewriteResult {

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
