package io.tito.embedded;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same with a data directory.
 */
class DurableBankTransferTests extends BankTransferTests {

	@TempDir
	Path directory;

	@Override
	@BeforeEach
	void start() {
		this.tikv = EmbeddedTikv.builder().dataDirectory(this.directory).start();
		this.wire = new Wire(this.tikv.address());
	}

}
