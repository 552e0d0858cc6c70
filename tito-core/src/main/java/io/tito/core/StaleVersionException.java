package io.tito.core;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.OptimisticLockingFailureException;

/**
 * The row has another version than the instance that was to replace or remove it, or is
 * gone. To repeat is pointless: read the row, decide anew.
 */
public final class StaleVersionException extends OptimisticLockingFailureException {

	private static final long serialVersionUID = 1L;

	private final @Nullable Long expected;

	private final @Nullable Long actual;

	StaleVersionException(String entity, Object id, @Nullable Long expected, @Nullable Long actual) {
		super(message(entity, id, expected, actual));
		this.expected = expected;
		this.actual = actual;
	}

	/**
	 * The version of the instance.
	 * @return the version, or null if it had none
	 */
	public @Nullable Long expected() {
		return this.expected;
	}

	/**
	 * The version of the row.
	 * @return the version, or null if there is no row
	 */
	public @Nullable Long actual() {
		return this.actual;
	}

	private static String message(String entity, Object id, @Nullable Long expected, @Nullable Long actual) {
		String found = (actual != null) ? "is at version " + actual : "does not exist any more";
		return "Row '%s' of '%s' %s, expected version %s: read it again and decide anew".formatted(id, entity, found,
				expected);
	}

}
