package io.tito.autoconfigure.tikv;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to check if no placement driver can be reached.
 */
final class ConnectionFailedFailureAnalyzer extends AbstractFailureAnalyzer<ConnectionFailedException> {

	private static final String PLAIN_TEXT = "the cluster speaks plain text: if it speaks TLS, name an SSL bundle in "
			+ "tito.tikv.ssl.bundle";

	private static final String ENCRYPTED = "the cluster speaks TLS, its certificates are issued by an authority in the "
			+ "trust store of the SSL bundle and name the hosts above, and, if it asks clients for certificates, the "
			+ "bundle has a key store with one that it accepts";

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
				    - %s.
				For development and tests leave tito.tikv.pd-addresses out: an embedded server starts if \
				io.tito:tito-embedded is on the class path.""".formatted(cause.isEncrypted() ? ENCRYPTED : PLAIN_TEXT),
				cause);
	}

	private static String rootMessage(ConnectionFailedException cause) {
		Throwable reason = (cause.getCause() != null) ? cause.getCause() : cause;
		return String.valueOf(reason.getMessage());
	}

}
