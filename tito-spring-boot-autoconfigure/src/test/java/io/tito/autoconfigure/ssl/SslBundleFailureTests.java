package io.tito.autoconfigure.ssl;

import java.nio.file.Path;

import io.tito.autoconfigure.tikv.TitoClientAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class SslBundleFailureTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TitoClientAutoConfiguration.class))
		.withPropertyValues("tito.tikv.pd-addresses=127.0.0.1:1", "tito.tikv.ssl.bundle=tikv");

	@Test
	void unknownBundleIsExplained(@TempDir Path directory) {
		this.runner.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues("spring.ssl.bundle.pem.web.truststore.certificate=" + directory.resolve("web.crt"))
			.run((context) -> {
				FailureAnalysis analysis = analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("'tikv'", "tito.tikv.ssl.bundle");
				assertThat(analysis.getAction()).contains("the bundles web",
						"spring.ssl.bundle.pem.tikv.truststore.certificate");
			});
	}

	@Test
	void bundleWithoutItsFileIsExplained(@TempDir Path directory) {
		Path missing = directory.resolve("ca.crt");
		this.runner.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues("spring.ssl.bundle.pem.tikv.truststore.certificate=file:" + missing)
			.run((context) -> {
				FailureAnalysis analysis = analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("'tikv'", "tito.tikv.ssl.bundle");
				assertThat(analysis.getAction()).contains("check that its files exist");
			});
	}

	@Test
	void applicationWithoutBundlesIsExplained() {
		this.runner.run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("SslAutoConfiguration is switched off");
			assertThat(analysis.getAction()).contains("no bundle");
		});
	}

	private static FailureAnalysis analyze(Throwable failure) {
		FailureAnalysis analysis = new SslBundleFailureAnalyzer().analyze(failure);
		assertThat(analysis).as("analysis of " + failure).isNotNull();
		return analysis;
	}

}
