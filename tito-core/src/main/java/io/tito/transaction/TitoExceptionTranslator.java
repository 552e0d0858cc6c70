package io.tito.transaction;

import io.tito.client.ClientClosedException;
import io.tito.client.ClientTimeoutException;
import io.tito.client.CorruptedDataException;
import io.tito.client.DeadlockException;
import io.tito.client.LimitExceededException;
import io.tito.client.LockTimeoutException;
import io.tito.client.SnapshotTooOldException;
import io.tito.client.StoreUnavailableException;
import io.tito.client.TitoClientException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.dao.support.PersistenceExceptionTranslator;

/**
 * The client's errors in Spring's words. What is transient there is transient here.
 */
public final class TitoExceptionTranslator implements PersistenceExceptionTranslator {

	@Override
	public @Nullable DataAccessException translateExceptionIfPossible(RuntimeException ex) {
		return (ex instanceof TitoClientException failure) ? translate(failure) : null;
	}

	/**
	 * Translate an error of the client.
	 * @param ex the error
	 * @return the exception to throw instead, with the error as its cause
	 */
	public static DataAccessException translate(TitoClientException ex) {
		String message = String.valueOf(ex.getMessage());
		if (ex instanceof StoreUnavailableException) {
			return new TransientDataAccessResourceException(message, ex);
		}
		if (ex instanceof DeadlockException || ex instanceof LockTimeoutException) {
			return new CannotAcquireLockException(message, ex);
		}
		if (ex instanceof ClientTimeoutException) {
			return new QueryTimeoutException(message, ex);
		}
		if (ex instanceof SnapshotTooOldException) {
			return new QueryTimeoutException(message, ex);
		}
		if (ex instanceof LimitExceededException) {
			return new DataIntegrityViolationException(message, ex);
		}
		if (ex instanceof CorruptedDataException) {
			return new DataRetrievalFailureException(message, ex);
		}
		if (ex instanceof ClientClosedException) {
			return new NonTransientDataAccessResourceException(message, ex);
		}
		return new NonTransientDataAccessResourceException("Unexpected error of the client: " + message, ex);
	}

}
