package io.tito.autoconfigure.data;

import io.tito.query.UnsupportedQueryException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Shows the index that a query of a repository lacks.
 */
final class UnsupportedQueryFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedQueryException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedQueryException cause) {
		return new FailureAnalysis(
				"A repository declares a query that would have to read every row.%n%n    %s.%n%n    %s"
					.formatted(cause.getMessage(), rootFailure.getMessage()),
				"Add the index to the entity, or remove the query from the repository.", cause);
	}

}
