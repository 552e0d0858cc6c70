package io.tito.autoconfigure.listener;

import java.util.stream.Collectors;

import io.tito.listener.container.InvalidListenerException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Lists what is wrong with the declarations of listeners.
 */
final class InvalidListenerFailureAnalyzer extends AbstractFailureAnalyzer<InvalidListenerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidListenerException cause) {
		String faults = cause.faults().stream().map((fault) -> "    - " + fault).collect(Collectors.joining("\n"));
		return new FailureAnalysis("Listeners are not declared as they have to be:\n\n" + faults,
				"Change the methods, their @TitoListener annotations, or tito.listener.listeners.*, as each line says.",
				cause);
	}

}
