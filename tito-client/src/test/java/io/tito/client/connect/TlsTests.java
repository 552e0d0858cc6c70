package io.tito.client.connect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.tito.client.ClientListener;
import io.tito.client.ClientSettings;
import io.tito.client.StoreUnavailableException;
import io.tito.client.TitoClient;
import io.tito.client.TlsSettings;
import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.tls.TestAuthority;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static io.tito.client.connect.Cluster.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Encrypted connections, and what is said when one cannot be had.
 */
@Timeout(60)
class TlsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@TempDir
	private static Path directory;

	@TempDir
	private static Path elsewhere;

	private static TestAuthority authority;

	private static TestAuthority stranger;

	private static TestAuthority.Issued server;

	private static TestAuthority.Issued client;

	@RegisterExtension
	final Cluster cluster = new Cluster();

	@BeforeAll
	static void issue() {
		authority = TestAuthority.in(directory);
		stranger = TestAuthority.in(elsewhere);
		server = authority.issue("server", "127.0.0.1");
		client = authority.issue("client");
	}

	private static EmbeddedTikv.Builder withTls() {
		return EmbeddedTikv.builder().tls(server.certificate(), server.key());
	}

	private static ClientSettings settings(String address, @Nullable TlsSettings tls) {
		return new ClientSettings(List.of(address), PATIENCE, PATIENCE, ClientListener.NONE, Map.of(), Map.of(), tls);
	}

	private static TlsSettings trusting() {
		return TlsSettings.trusting(authority.certificate());
	}

	private void works(ClientSettings settings) {
		TitoClient connected = this.cluster.connect(settings);
		this.cluster.write(connected, this.cluster.key("a"), "1");
		assertThat(text(connected.get(this.cluster.key("a")))).isEqualTo("1");
		assertThat(connected.cluster().stores()).isNotEmpty();
	}

	private static void fails(ClientSettings settings, String... messages) {
		long started = System.nanoTime();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> TitoConnector.connect(settings))
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(messages).doesNotContain("\n"));
		assertThat(Duration.ofNanos(System.nanoTime() - started)).as("without waiting for a timeout")
			.isLessThan(PATIENCE.dividedBy(2));
	}

	@Test
	void onlyTheServerHasACertificate() {
		try (EmbeddedTikv tikv = withTls().stores(2).start()) {
			works(settings(tikv.address(), trusting()));
		}
	}

	@Test
	void bothHaveCertificates() {
		try (EmbeddedTikv tikv = withTls().tlsClientCa(authority.certificate()).start()) {
			works(settings(tikv.address(), trusting().presenting(client.certificate(), client.key())));
		}
	}

	@Test
	void connectsAgainAfterARestart() {
		try (EmbeddedTikv tikv = withTls().start()) {
			TitoClient connected = this.cluster.connect(settings(tikv.address(), trusting()));
			this.cluster.write(connected, this.cluster.key("a"), "1");
			tikv.restart();
			assertThat(text(connected.get(this.cluster.key("a")))).isEqualTo("1");
		}
	}

	@Test
	void clientWithoutCertificateIsRefused() {
		try (EmbeddedTikv tikv = withTls().tlsClientCa(authority.certificate()).start()) {
			fails(settings(tikv.address(), trusting()), tikv.address(), "certificate");
		}
	}

	@Test
	void clientOfAnotherAuthorityIsRefused() {
		TestAuthority.Issued unknown = stranger.issue("client");
		try (EmbeddedTikv tikv = withTls().tlsClientCa(authority.certificate()).start()) {
			fails(settings(tikv.address(), trusting().presenting(unknown.certificate(), unknown.key())), tikv.address(),
					"certificate");
		}
	}

	@Test
	void serverOfAnotherAuthorityIsNotTrusted() {
		try (EmbeddedTikv tikv = withTls().start()) {
			fails(settings(tikv.address(), TlsSettings.trusting(stranger.certificate())), tikv.address(),
					"trust the authority that issued it");
			fails(settings(tikv.address(), TlsSettings.ofJvm()), tikv.address(), "trust the authority that issued it");
		}
	}

	@Test
	void certificateForAnotherHostIsNotTrusted() {
		try (EmbeddedTikv tikv = withTls().start()) {
			fails(settings("localhost:" + tikv.port(), trusting()), "localhost",
					"the server's certificate is not for this host");
		}
	}

	@Test
	void certificateIsCheckedAgainstTheHostThatIsDialled() {
		try (EmbeddedTikv tikv = withTls().advertise("tikv.invalid").start()) {
			String reachable = "127.0.0.1:" + tikv.port();
			works(settings(reachable, trusting()).mapping(tikv.address(), reachable));
		}
	}

	@Test
	void plainTextToAServerWithTls() {
		try (EmbeddedTikv tikv = withTls().start()) {
			fails(settings(tikv.address(), null), tikv.address(), "TLS");
		}
	}

	@Test
	void tlsToAServerWithPlainText() {
		fails(settings(this.cluster.server().address(), trusting()), this.cluster.server().address(),
				"the server does not speak TLS");
	}

	@Test
	void speaksTheVersionThatIsAskedFor() {
		try (EmbeddedTikv tikv = withTls().start()) {
			TlsSettings older = new TlsSettings(trusting().trust(), null, List.of("TLSv1.2"), List.of());
			works(settings(tikv.address(), older));
		}
	}

}
