package io.tito.embedded.conformance;

import io.tito.embedded.wire.Requests;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fresh keys per test, of whatever cluster the suite runs against.
 */
@ExtendWith(ConformanceExtension.class)
abstract class ConformanceTestBase {

	Requests wire;

	@BeforeEach
	void connect(Requests requests) {
		this.wire = requests;
	}

}
