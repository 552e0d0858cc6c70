package io.tito.embedded;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A fresh server per test.
 */
abstract class WireTestBase {

	EmbeddedTikv tikv;

	Wire wire;

	@BeforeEach
	void start() {
		this.tikv = EmbeddedTikv.builder().start();
		this.wire = new Wire(this.tikv.address());
	}

	@AfterEach
	void stop() {
		this.wire.close();
		this.tikv.close();
	}

}
