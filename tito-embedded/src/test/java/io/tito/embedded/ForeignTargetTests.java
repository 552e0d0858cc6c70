package io.tito.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

/**
 * The conformance suite against a server that it has not started, in another process.
 */
class ForeignTargetTests {

	private static final Path TABLE = Path.of("target", "conformance-foreign.txt");

	@Test
	void runsTheSuiteAgainstWhateverItIsTold(@TempDir Path directory) throws Exception {
		try (ServerProcess server = ServerProcess.start(directory.resolve("data"))) {
			run(server.address());
			List<String> lines = Files.readAllLines(TABLE);
			assertThat(lines).hasSize(151);
			assertThat(lines.get(150)).startsWith("150 scenarios against stand-alone at " + server.address() + ": ")
				.contains("148 passed, 0 failed, 0 differs, 0 passed although listed, 2 not applicable, 0 not run");
			assertThat(lines.get(66)).contains("not applicable").contains("it restarts the server; it moves a leader");
			assertThat(lines.get(145)).contains("passed").contains("it restarts the server");
		}
	}

	private static void run(String address) {
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(selectPackage("io.tito.embedded.conformance"))
			.configurationParameter("tito.test.pd", address)
			.configurationParameter("tito.test.target", "stand-alone")
			.configurationParameter("tito.test.table", TABLE.toString())
			.build();
		LauncherFactory.create().execute(request);
	}

}
