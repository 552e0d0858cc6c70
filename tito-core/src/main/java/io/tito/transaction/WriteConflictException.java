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
		this(key, "Another transaction (started at %s) wrote %s first; nothing was written. Run the transaction again"
			.formatted(other, key));
	}

	private WriteConflictException(Key key, String message) {
		super(message);
		this.key = key;
	}

	/**
	 * A row that is to be locked has changed since the snapshot of the transaction.
	 * @param key the key of the row
	 * @return the exception to throw
	 */
	public static WriteConflictException changed(Key key) {
		return new WriteConflictException(key,
				"%s was changed since this transaction began to read. Run the transaction again".formatted(key));
	}

	/**
	 * The key that both transactions wrote.
	 * @return the key
	 */
	public Key key() {
		return this.key;
	}

}
