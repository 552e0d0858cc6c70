package io.tito.index;

import org.springframework.dao.TransientDataAccessResourceException;

/**
 * A query needs an index that is not complete yet. Ask again later.
 */
public final class IndexNotReadyException extends TransientDataAccessResourceException {

	private static final long serialVersionUID = 1L;

	private final transient IndexStatus status;

	IndexNotReadyException(String entity, IndexStatus status, String why) {
		super("The index '%s' of '%s' is not ready: %s. Ask again later".formatted(status.index(), entity, why));
		this.status = status;
	}

	/**
	 * How far the index is.
	 * @return its status
	 */
	public IndexStatus status() {
		return this.status;
	}

}
