package io.tito.transaction;

import io.tito.client.Timestamp;
import io.tito.key.Key;

import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Another transaction wrote the same row first. Nothing was written; run again in a new
 * transaction, the work may succeed.
 */
public final class WriteConflictException extends OptimisticLockingFailureException {

	private static final long serialVersionUID = 1L;

	private final transient Key key;

	WriteConflictException(Key key, Timestamp other) {
		super("Another transaction (started at %s) wrote %s first; nothing was written. Run the transaction again"
			.formatted(other, key));
		this.key = key;
	}

	/**
	 * The key that both transactions wrote.
	 * @return the key
	 */
	public Key key() {
		return this.key;
	}

}
