package io.tito.autoconfigure.tikv;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to check if the placement driver answers but no store does.
 */
final class StoreUnreachableFailureAnalyzer extends AbstractFailureAnalyzer<StoreUnreachableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StoreUnreachableException cause) {
		String stores = cause.stores().isEmpty() ? "it names no store" : String.join(", ", cause.stores());
		return new FailureAnalysis("%s%n%n    The stores that the placement driver names: %s"
			.formatted(cause.getMessage(), stores), """
					Check that
					    - the TiKV servers run and are up in the placement driver's view;
					    - the addresses above can be reached from here. They are what each TiKV server advertises \
					(--advertise-addr): inside a container network they are often names that only containers know.""",
				cause);
	}

}
