package io.tito.autoconfigure.tikv;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class UnreachableClusterTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Test
	void portThatRefuses(CapturedOutput output) throws Exception {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		failsInTime("127.0.0.1:" + port);
		assertReport(output, "127.0.0.1:" + port);
	}

	@Test
	void addressThatNeverAnswers(CapturedOutput output) throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			failsInTime("127.0.0.1:" + silent.getLocalPort());
			assertReport(output, "127.0.0.1:" + silent.getLocalPort());
		}
	}

	@Test
	void unknownHost(CapturedOutput output) {
		failsInTime("pd.invalid:2379");
		assertReport(output, "pd.invalid:2379");
	}

	@Test
	void addressWithoutPortIsExplained(CapturedOutput output) {
		failsInTime("pd-1");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("tito.tikv.pd-addresses lists host:port")
			.contains("'pd-1'");
	}

	private static void failsInTime(String address) {
		SpringApplication application = new SpringApplication(App.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		long started = System.nanoTime();
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> application.run("--tito.tikv.pd-addresses=" + address).close());
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(PATIENCE);
	}

	private static void assertReport(CapturedOutput output, String address) {
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("from tito.tikv.pd-addresses, are " + address)
			.contains("Check that")
			.contains("host:port of a placement driver (PD")
			.contains("leave tito.tikv.pd-addresses out");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(TitoClientAutoConfiguration.class)
	static class App {

	}

}
