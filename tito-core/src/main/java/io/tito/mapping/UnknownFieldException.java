package io.tito.mapping;

import java.util.List;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * A path names a property that does not exist.
 */
public final class UnknownFieldException extends InvalidDataAccessApiUsageException {

	private static final long serialVersionUID = 1L;

	private final String fault;

	UnknownFieldException(String path, String segment, List<String> known) {
		this("the property '%s', which does not exist: use one of %s"
			.formatted(segment.equals(path) ? path : path + "' ('" + segment, known));
	}

	private UnknownFieldException(String fault) {
		super("The query names " + fault);
		this.fault = fault;
	}

	String fault() {
		return this.fault;
	}

}
