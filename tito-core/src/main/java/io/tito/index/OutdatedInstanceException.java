package io.tito.index;

import java.util.List;

import org.springframework.dao.NonTransientDataAccessResourceException;

/**
 * This instance runs an older version of the application than others, which have changed
 * the indexes of an entity: it would leave rows without entries, and may not write them.
 * Stop it, or deploy the newer version.
 */
public final class OutdatedInstanceException extends NonTransientDataAccessResourceException {

	private static final long serialVersionUID = 1L;

	OutdatedInstanceException(String entity, List<String> unknown) {
		super("This instance is outdated and may not write '%s': a newer version of the application has changed the indexes of it%s. Stop this instance, or deploy the newer version"
			.formatted(entity, unknown.isEmpty() ? "" : " (it does not know " + unknown + ")"));
	}

}
