package io.tito.autoconfigure.ssl;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which SSL bundles there are if the one for TiKV cannot be used.
 */
final class SslBundleFailureAnalyzer extends AbstractFailureAnalyzer<SslBundleFailedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SslBundleFailedException cause) {
		String known = cause.known().isEmpty() ? "no bundle" : "the bundles " + String.join(", ", cause.known());
		return new FailureAnalysis("%s. It is the one that tito.tikv.ssl.bundle names.".formatted(cause.getMessage()),
				"""
						The application has %s. Either
						    - name one of those in tito.tikv.ssl.bundle, or
						    - define it: spring.ssl.bundle.pem.%s.truststore.certificate=file:<the authority of the \
						cluster>, and if the cluster asks clients for certificates also .keystore.certificate and \
						.keystore.private-key.
						If it is defined, check that its files exist and are what they should be.""".formatted(known,
						cause.bundle()),
				cause);
	}

}
