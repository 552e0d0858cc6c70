package io.tito.transaction;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;

/**
 * A row with this id, or with this value in a unique index, exists already. Nothing was
 * written. Often thrown by the commit, because only the store can tell.
 */
public final class DuplicateEntryException extends DuplicateKeyException {

	private static final long serialVersionUID = 1L;

	private final @Nullable String entity;

	private final @Nullable String index;

	DuplicateEntryException(String message, @Nullable String entity, @Nullable String index) {
		super(message);
		this.entity = entity;
		this.index = index;
	}

	public static DuplicateEntryException ofIndex(String entity, String index,
			List<? extends @Nullable Object> values) {
		return new DuplicateEntryException(
				"Another row of '%s' has the value %s in the unique index '%s'; nothing was written".formatted(entity,
						values, index),
				entity, index);
	}

	public static DuplicateEntryException ofRow(String entity) {
		return new DuplicateEntryException(
				"A row of '%s' with this id exists already; nothing was written".formatted(entity), entity, null);
	}

	/**
	 * The name of the entity.
	 * @return the name, or null if the key belongs to none
	 */
	public @Nullable String entity() {
		return this.entity;
	}

	/**
	 * The name of the unique index whose value is taken.
	 * @return the name, or null if it is the id that is taken
	 */
	public @Nullable String index() {
		return this.index;
	}

}
