package io.tito.autoconfigure.listener;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Lists all properties of listeners that cannot be.
 */
final class InvalidListenerPropertiesFailureAnalyzer
		extends AbstractFailureAnalyzer<InvalidListenerPropertiesException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidListenerPropertiesException cause) {
		String faults = cause.faults().stream().map((fault) -> "    - " + fault).collect(Collectors.joining("\n"));
		return new FailureAnalysis("Listeners cannot be run as their properties say:\n" + faults,
				"Correct these properties, or leave them out: the profile then decides.", cause);
	}

}
