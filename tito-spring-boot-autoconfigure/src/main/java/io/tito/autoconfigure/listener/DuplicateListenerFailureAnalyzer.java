package io.tito.autoconfigure.listener;

import io.tito.listener.container.DuplicateListenerException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to do about two listeners of one type and group.
 */
final class DuplicateListenerFailureAnalyzer extends AbstractFailureAnalyzer<DuplicateListenerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DuplicateListenerException cause) {
		return new FailureAnalysis("Two listeners cannot be told apart. " + cause.getMessage() + ".", """
				Change one of the two @TitoListener annotations:
				    - give it another group, if both methods are to get every event;
				    - remove it and call both from one method, if the work belongs together.""", cause);
	}

}
