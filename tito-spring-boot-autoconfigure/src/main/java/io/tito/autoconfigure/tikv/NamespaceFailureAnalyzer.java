package io.tito.autoconfigure.tikv;

import io.tito.format.ForeignNamespaceException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to do if the namespace belongs to another application.
 */
final class NamespaceFailureAnalyzer extends AbstractFailureAnalyzer<ForeignNamespaceException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ForeignNamespaceException cause) {
		return new FailureAnalysis(
				"The namespace '%s' in TiKV belongs to the application '%s'. This application is '%s' (spring.application.name)."
					.formatted(cause.namespace(), cause.owner(), cause.application()),
				"""
						Do one of the following:
						    - set tito.namespace to a name that this application has for itself;
						    - if this is the same application under a new name, or the two are meant to share entities and \
						events, set tito.namespace-shared=true.""",
				cause);
	}

}
