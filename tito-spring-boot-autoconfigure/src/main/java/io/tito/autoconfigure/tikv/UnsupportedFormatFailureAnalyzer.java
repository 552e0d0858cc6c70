package io.tito.autoconfigure.tikv;

import io.tito.format.UnsupportedFormatException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to do if a later version of Tito wrote the data.
 */
final class UnsupportedFormatFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedFormatException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedFormatException cause) {
		return new FailureAnalysis(cause.getMessage() + ". Nothing was read or written.", """
				Do one of the following:
				    - run the version of Tito that wrote the data of the namespace '%s' (format %d), or a later one;
				    - set tito.namespace to another name to begin without data, beside what is there."""
			.formatted(cause.namespace(), cause.version()), cause);
	}

}
