package io.tito.query;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * A cursor is damaged, or was given out for another query. Begin again without one.
 */
public final class InvalidCursorException extends InvalidDataAccessApiUsageException {

	private static final long serialVersionUID = 1L;

	InvalidCursorException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
