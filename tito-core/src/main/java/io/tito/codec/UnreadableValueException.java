package io.tito.codec;

import org.springframework.dao.NonTransientDataAccessException;

/**
 * Stored bytes could not be read as the type that was asked for. Repeating is pointless
 * until the type or the data is mended.
 */
public class UnreadableValueException extends NonTransientDataAccessException {

	private static final long serialVersionUID = 1L;

	public UnreadableValueException(String message, Throwable cause) {
		super(message, cause);
	}

}
