package io.tito.query;

import org.springframework.dao.InvalidDataAccessResourceUsageException;

/**
 * A scan read as many rows as it was allowed to and was not done. Add an index, or allow
 * more.
 */
public final class ScanLimitExceededException extends InvalidDataAccessResourceUsageException {

	private static final long serialVersionUID = 1L;

	ScanLimitExceededException(QueryPlan plan) {
		super("A query of '%s' read %d rows, as many as it was allowed to, and was not done: add an index, or allow more. Its plan: %s"
			.formatted(plan.entity().entityName(), plan.scanLimit(), plan.explain()));
	}

}
