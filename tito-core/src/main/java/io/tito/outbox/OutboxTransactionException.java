package io.tito.outbox;

import org.springframework.transaction.IllegalTransactionStateException;

/**
 * The transaction around a call of the {@link Outbox} does not allow it: nothing was
 * written. The message names what to change in the code; repeating the call is pointless.
 */
public final class OutboxTransactionException extends IllegalTransactionStateException {

	private static final long serialVersionUID = 1L;

	OutboxTransactionException(String message) {
		super(message);
	}

}
