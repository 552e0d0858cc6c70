package io.tito.autoconfigure.tikv;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says both ways out if there is no TiKV to connect to.
 */
final class NoTikvFailureAnalyzer extends AbstractFailureAnalyzer<NoTikvException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NoTikvException cause) {
		String embedded = cause.isEmbeddedPresent() ? "remove tito.embedded.enabled=false to start the embedded server"
				: "add the dependency io.tito:tito-embedded, which starts an embedded server";
		return new FailureAnalysis("Tito does not know where TiKV is: " + cause.getMessage() + ".", """
				Do one of the following:
				    - to use a cluster, set tito.tikv.pd-addresses to host:port of its placement drivers (PD);
				    - for development and tests, %s.""".formatted(embedded), cause);
	}

}
