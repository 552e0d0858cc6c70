package io.tito.autoconfigure.data;

import io.tito.query.AmbiguousIndexException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Shows the indexes that a query of a repository does not choose between.
 */
final class AmbiguousIndexFailureAnalyzer extends AbstractFailureAnalyzer<AmbiguousIndexException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, AmbiguousIndexException cause) {
		return new FailureAnalysis(
				"A repository declares a query whose order is open.%n%n    %s.%n%n    %s".formatted(cause.getMessage(),
						rootFailure.getMessage()),
				"Add OrderBy... to the name of the method, or annotate it with @TitoUseIndex.", cause);
	}

}
