package io.tito.autoconfigure.tikv;

import java.time.Duration;
import java.util.List;

import io.tito.embedded.EmbeddedTikv;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class UnreachableStoreTests {

	@Test
	void serversThatAdvertiseAddressesOfAnotherNetworkAreExplained() {
		try (EmbeddedTikv server = EmbeddedTikv.builder().advertise("tikv-0.invalid").start()) {
			TitoConnectionDetails details = () -> List.of("127.0.0.1:" + server.port());
			long started = System.nanoTime();
			new ApplicationContextRunner().withBean(TitoConnectionDetails.class, () -> details)
				.withConfiguration(AutoConfigurations.of(TitoClientAutoConfiguration.class))
				.withPropertyValues("tito.tikv.connect-timeout=2s")
				.run((context) -> {
					assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
					assertThat(context).hasFailed();
					FailureAnalysis analysis = new StoreUnreachableFailureAnalyzer()
						.analyze(context.getStartupFailure());
					assertThat(analysis.getDescription()).contains("tikv-0.invalid");
					assertThat(analysis.getAction()).contains("--advertise-addr", "tito.tikv.host-mapping");
				});
		}
	}

}
