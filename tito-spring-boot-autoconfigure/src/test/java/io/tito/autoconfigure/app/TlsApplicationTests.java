package io.tito.autoconfigure.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.tls.TestAuthority;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class TlsApplicationTests {

	@TempDir
	private static Path directory;

	private static TestAuthority authority;

	private static TestAuthority.Issued server;

	private static TestAuthority.Issued client;

	@BeforeAll
	static void issue() {
		authority = TestAuthority.in(directory);
		server = authority.issue("server", "127.0.0.1");
		client = authority.issue("client");
	}

	private static EmbeddedTikv start() {
		return EmbeddedTikv.builder()
			.tls(server.certificate(), server.key())
			.tlsClientCa(authority.certificate())
			.start();
	}

	private static String[] arguments(EmbeddedTikv tikv, boolean withCertificate) {
		List<String> arguments = new ArrayList<>(
				List.of("--tito.tikv.pd-addresses=" + tikv.address(), "--tito.tikv.ssl.bundle=tikv",
						"--spring.ssl.bundle.pem.tikv.truststore.certificate=file:" + authority.certificate()));
		if (withCertificate) {
			arguments.add("--spring.ssl.bundle.pem.tikv.keystore.certificate=file:" + client.certificate());
			arguments.add("--spring.ssl.bundle.pem.tikv.keystore.private-key=file:" + client.key());
		}
		return arguments.toArray(String[]::new);
	}

	@Test
	void bothSidesHaveCertificates() throws Exception {
		try (EmbeddedTikv tikv = start();
				ConfigurableApplicationContext context = DeskRunner.run(arguments(tikv, true))) {
			Desk desk = context.getBean(Desk.class);
			desk.sell("ann");
			assertThat(desk.hasHandledAll()).isTrue();
			assertThat(context.getBean("titoHealthContributor", HealthIndicator.class).health().getStatus())
				.isEqualTo(Status.UP);
		}
	}

	@Test
	void applicationWithoutCertificateIsToldWhatToDo(CapturedOutput output) {
		try (EmbeddedTikv tikv = start()) {
			fails(arguments(tikv, false));
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains(tikv.address())
				.contains("certificate")
				.contains("the bundle has a key store");
		}
	}

	@Test
	void applicationThatSpeaksPlainTextIsToldWhatToDo(CapturedOutput output) {
		try (EmbeddedTikv tikv = start()) {
			fails("--tito.tikv.pd-addresses=" + tikv.address());
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("may want TLS")
				.contains("name an SSL bundle in tito.tikv.ssl.bundle");
		}
	}

	private static void fails(String... arguments) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> DeskRunner.run(arguments).close());
	}

}
