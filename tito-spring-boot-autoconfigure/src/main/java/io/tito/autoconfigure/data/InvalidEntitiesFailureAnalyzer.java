package io.tito.autoconfigure.data;

import io.tito.mapping.InvalidEntitiesException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Lists what is wrong with the declarations of entities.
 */
final class InvalidEntitiesFailureAnalyzer extends AbstractFailureAnalyzer<InvalidEntitiesException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidEntitiesException cause) {
		StringBuilder description = new StringBuilder("Entities are not declared as they have to be:%n".formatted());
		cause.faults().forEach((fault) -> description.append("%n    - %s".formatted(fault)));
		return new FailureAnalysis(description.toString(),
				"Change the declarations as each line says. Nothing was read or written.", cause);
	}

}
