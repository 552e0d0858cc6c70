package io.tito.autoconfigure.ssl;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tito.client.ClientListener;
import io.tito.client.ClientSettings;
import io.tito.client.StoreUnavailableException;
import io.tito.client.TitoClient;
import io.tito.client.TlsSettings;
import io.tito.client.connect.TitoConnector;
import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.tls.TestAuthority;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class TikvSslBundleTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@TempDir
	private static Path before;

	@TempDir
	private static Path after;

	private static Certificates old;

	private static Certificates renewed;

	@BeforeAll
	static void issue() {
		old = Certificates.of(TestAuthority.in(before));
		renewed = Certificates.of(TestAuthority.in(after));
	}

	@Test
	void newContentIsUsedByConnectionsMadeFromThenOn() {
		DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry("tikv", old.bundle());
		TlsSettings tls = TikvSslBundle.settings(TikvSslBundle.named("tikv", registry));
		EmbeddedTikv server = old.server(0);
		try (TitoClient client = connect(server, tls)) {
			assertThat(client.timestamp().value()).isPositive();
			server.close();
			server = renewed.server(server.port());
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> client.timestamp(Duration.ofSeconds(1)))
				.withMessageContaining("trust the authority that issued it");
			registry.updateBundle("tikv", renewed.bundle());
			assertThat(client.timestamp(PATIENCE).value()).isPositive();
		}
		finally {
			server.close();
		}
	}

	@Test
	void optionsOfTheBundleAreKept() {
		SslBundle bundle = SslBundle.of(old.stores(), SslBundleKey.NONE,
				SslOptions.of(Set.of("TLS_AES_256_GCM_SHA384"), Set.of("TLSv1.3")));
		TlsSettings settings = TikvSslBundle.settings(bundle);
		assertThat(settings.protocols()).containsExactly("TLSv1.3");
		assertThat(settings.ciphers()).containsExactly("TLS_AES_256_GCM_SHA384");
		try (EmbeddedTikv server = old.server(0); TitoClient client = connect(server, settings)) {
			assertThat(client.timestamp().value()).isPositive();
		}
	}

	@Test
	void bundleWithoutKeyPresentsNothing() {
		SslBundle bundle = SslBundle.of(new PemSslStoreBundle(null, old.trusted()));
		assertThat(TikvSslBundle.settings(bundle).identity()).isNull();
		assertThat(TikvSslBundle.settings(old.bundle()).identity()).isNotNull();
	}

	private static TitoClient connect(EmbeddedTikv server, TlsSettings tls) {
		return TitoConnector.connect(new ClientSettings(List.of(server.address()), PATIENCE, PATIENCE,
				ClientListener.NONE, Map.of(), Map.of(), tls));
	}

	private record Certificates(TestAuthority authority, TestAuthority.Issued server, TestAuthority.Issued client) {

		static Certificates of(TestAuthority authority) {
			return new Certificates(authority, authority.issue("server", "127.0.0.1"), authority.issue("client"));
		}

		EmbeddedTikv server(int port) {
			return EmbeddedTikv.builder()
				.port(port)
				.tls(this.server.certificate(), this.server.key())
				.tlsClientCa(this.authority.certificate())
				.start();
		}

		PemSslStoreDetails trusted() {
			return PemSslStoreDetails.forCertificate("file:" + this.authority.certificate());
		}

		PemSslStoreBundle stores() {
			PemSslStoreDetails presented = PemSslStoreDetails.forCertificate("file:" + this.client.certificate())
				.withPrivateKey("file:" + this.client.key());
			return new PemSslStoreBundle(presented, trusted());
		}

		SslBundle bundle() {
			return SslBundle.of(stores());
		}

	}

}
