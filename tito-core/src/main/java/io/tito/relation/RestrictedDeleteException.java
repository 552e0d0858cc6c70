package io.tito.relation;

import org.springframework.dao.DataIntegrityViolationException;

/**
 * A row cannot be deleted, because others point to it and forbid it. Delete or change
 * those first.
 */
public final class RestrictedDeleteException extends DataIntegrityViolationException {

	private static final long serialVersionUID = 1L;

	private final transient Reference reference;

	public RestrictedDeleteException(String entity, Object id, Reference reference) {
		super("Row '%s' of '%s' cannot be deleted: row '%s' of '%s' points to it by '%s'. Delete or change what points to it first"
			.formatted(id, entity, reference.id(), reference.entity(), reference.relation()));
		this.reference = reference;
	}

	/**
	 * One of the rows that point to it.
	 * @return the reference
	 */
	public Reference reference() {
		return this.reference;
	}

}
