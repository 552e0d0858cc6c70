package io.tito.listener.retry;

import io.tito.client.ClientTimeoutException;
import io.tito.client.DeadlockException;
import io.tito.client.LockTimeoutException;
import io.tito.client.SnapshotTooOldException;
import io.tito.client.StoreUnavailableException;
import io.tito.listener.HandlerTimeoutException;
import io.tito.listener.RejectEventException;
import io.tito.listener.UnreadablePayloadException;
import io.tito.transaction.CommitOutcomeUnknownException;
import io.tito.transaction.TransactionAbortedException;
import io.tito.transaction.WriteConflictException;

import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;

/**
 * The kinds of failures of listeners.
 */
public enum FailureKind {

	/** The listener failed: an attempt is spent. */
	FAILURE,

	/** The listener refused the event for good, or its payload is not valid. */
	REJECTED,

	/** The payload cannot be read by this version: no attempt is spent. */
	UNREADABLE,

	/**
	 * A lost race, a time-out or an unknown outcome in the store, none of which is the
	 * event's fault: no attempt is spent.
	 */
	TRANSIENT;

	/**
	 * The kind of an exception, judged by itself and its causes.
	 * @param thrown what the listener threw
	 * @return its kind
	 */
	public static FailureKind of(Throwable thrown) {
		Throwable cause = thrown;
		for (int depth = 0; cause != null && depth < 20; depth++) {
			if (cause instanceof HandlerTimeoutException) {
				// whatever the interruption made of it
				return FAILURE;
			}
			if (cause instanceof RejectEventException || cause instanceof MethodArgumentNotValidException) {
				return REJECTED;
			}
			if (cause instanceof UnreadablePayloadException) {
				return UNREADABLE;
			}
			if (isTransient(cause)) {
				return TRANSIENT;
			}
			cause = cause.getCause();
		}
		return FAILURE;
	}

	/**
	 * Only what this store says of itself, under whatever exception of Spring: another
	 * store's locks and time-outs are failures like others.
	 */
	private static boolean isTransient(Throwable cause) {
		return cause instanceof WriteConflictException || cause instanceof TransactionAbortedException
				|| cause instanceof CommitOutcomeUnknownException || cause instanceof StoreUnavailableException
				|| cause instanceof ClientTimeoutException || cause instanceof LockTimeoutException
				|| cause instanceof DeadlockException || cause instanceof SnapshotTooOldException;
	}

}
