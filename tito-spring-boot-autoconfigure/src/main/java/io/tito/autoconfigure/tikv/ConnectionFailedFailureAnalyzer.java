package io.tito.autoconfigure.tikv;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to check if no placement driver can be reached.
 */
final class ConnectionFailedFailureAnalyzer extends AbstractFailureAnalyzer<ConnectionFailedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ConnectionFailedException cause) {
		String source = cause.isFromProperties() ? "tito.tikv.pd-addresses" : "a bean of type TitoConnectionDetails";
		String description = "Tito could not connect to TiKV. The addresses of its placement drivers (PD), from %s, are %s.%n%n    %s."
			.formatted(source, String.join(", ", cause.pdAddresses()), rootMessage(cause));
		return new FailureAnalysis(description, """
				Check that
				    - the cluster runs, and each address is host:port of a placement driver (PD, usually port 2379), \
				not of a TiKV server (usually 20160);
				    - the names resolve and the ports can be reached from here (network, firewall, container network);
				    - the cluster does not ask for TLS.
				For development and tests leave tito.tikv.pd-addresses out: an embedded server starts if \
				io.tito:tito-embedded is on the class path.""", cause);
	}

	private static String rootMessage(ConnectionFailedException cause) {
		Throwable reason = (cause.getCause() != null) ? cause.getCause() : cause;
		return String.valueOf(reason.getMessage());
	}

}
