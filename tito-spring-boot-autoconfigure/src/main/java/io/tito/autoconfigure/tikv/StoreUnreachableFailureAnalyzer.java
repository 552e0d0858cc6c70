package io.tito.autoconfigure.tikv;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to check if the placement driver answers but no store does.
 */
final class StoreUnreachableFailureAnalyzer extends AbstractFailureAnalyzer<StoreUnreachableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StoreUnreachableException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				"""
						Check that
						    - the TiKV servers run and are up in the placement driver's view, and the placement drivers have a leader;
						    - the addresses that they advertise (--advertise-client-urls of PD, --advertise-addr of TiKV) can be \
						reached from here: inside a container network they are often names that only containers know. \
						tito.tikv.host-mapping maps them.""",
				cause);
	}

}
