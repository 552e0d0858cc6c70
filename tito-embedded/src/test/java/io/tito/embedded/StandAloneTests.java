package io.tito.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StandAloneTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private int run(String... arguments) {
		StandAlone alone = new StandAlone(new PrintStream(this.out, true, StandardCharsets.UTF_8),
				new PrintStream(this.err, true, StandardCharsets.UTF_8), this::use);
		return alone.run(List.of(arguments));
	}

	private void use(EmbeddedTikv server) {
		try (server; Wire wire = new Wire(server.address())) {
			assertThat(wire.header().getClusterId()).isEqualTo(server.clusterId());
			assertThat(this.out.toString(StandardCharsets.UTF_8))
				.isEqualTo("Embedded TiKV listens on " + server.address() + System.lineSeparator());
		}
	}

	private String error() {
		return this.err.toString(StandardCharsets.UTF_8);
	}

	@Test
	void servesAndSaysWhere() {
		assertThat(run("--port", "0", "--cluster-id=42")).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).startsWith("Embedded TiKV listens on 127.0.0.1:");
	}

	@Test
	void helps() {
		assertThat(run("--help")).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).contains("--port", "--host", "--cluster-id");
	}

	@ParameterizedTest
	@CsvSource({ "--prot, Unknown option '--prot'", "--port, --port needs a value",
			"--port=x, '--port needs a number from 0 to 65535, not ''x'''",
			"--port=70000, '--port needs a number from 0 to 65535, not ''70000'''",
			"--tls-cert=a.crt, TLS needs both --tls-cert and --tls-key",
			"--tls-client-ca=a.crt, TLS needs both --tls-cert and --tls-key",
			"--stores=0, '--stores needs a number from 1 to 100, not ''0'''" })
	void refusesWrongOptions(String option, String message) {
		assertThat(run(option)).isEqualTo(2);
		assertThat(error()).startsWith(message).contains("--help").hasLineCount(1);
		assertThat(this.out.size()).isZero();
	}

	@Test
	void saysInOneLineThatAPortIsTaken() {
		try (EmbeddedTikv other = EmbeddedTikv.builder().start()) {
			assertThat(run("--port", String.valueOf(other.port()))).isEqualTo(1);
			assertThat(error()).startsWith("The embedded server cannot listen on " + other.address()).hasLineCount(1);
		}
	}

	@Test
	void keepsDataInADirectory(@TempDir Path directory) {
		assertThat(run("--port", "0", "--data-dir", directory.resolve("data").toString())).isZero();
		assertThat(directory.resolve("data/format")).exists();
	}

	@Test
	void saysInOneLineThatACertificateIsMissing(@TempDir Path directory) {
		Path missing = directory.resolve("server.crt");
		assertThat(run("--port=0", "--tls-cert=" + missing, "--tls-key=" + missing)).isEqualTo(1);
		assertThat(error()).contains("cannot use TLS", missing + " cannot be read").hasLineCount(1);
	}

	@Test
	void saysInOneLineThatAKeyIsNone(@TempDir Path directory) throws IOException {
		Path nonsense = Files.writeString(directory.resolve("server.key"), "secret nonsense");
		assertThat(run("--port=0", "--tls-cert=" + nonsense, "--tls-key=" + nonsense)).isEqualTo(1);
		assertThat(error()).contains("cannot use TLS", "PEM").doesNotContain("secret").hasLineCount(1);
	}

	@Test
	void saysInOneLineThatADirectoryIsAnothers(@TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("mine.txt"), "mine");
		assertThat(run("--port", "0", "--data-dir", directory.toString())).isEqualTo(1);
		assertThat(error()).contains("holds other files").hasLineCount(1);
	}

}
