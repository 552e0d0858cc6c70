package io.tito.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.tito.embedded.tls.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TlsSettingsTests {

	@TempDir
	private Path directory;

	@Test
	void sayNothingSecret() {
		TestAuthority authority = TestAuthority.in(this.directory);
		TestAuthority.Issued client = authority.issue("client");
		TlsSettings settings = TlsSettings.trusting(authority.certificate())
			.presenting(client.certificate(), client.key());
		assertThat(ClientSettings.of("pd:2379").with(settings)).asString()
			.contains("tls=TlsSettings[trust=own, certificate=yes, protocols=[], ciphers=[]]");
		assertThat(TlsSettings.ofJvm()).hasToString("TlsSettings[trust=JVM, certificate=no, protocols=[], ciphers=[]]");
	}

	@Test
	void refuseWhatTheJvmDoesNotKnow() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new TlsSettings(null, null, List.of("TLSv1.9"), List.of()))
			.withMessageContaining("protocol 'TLSv1.9'")
			.withMessageContaining("choose from")
			.withMessageContaining("TLSv1.3");
		assertThatIllegalArgumentException().isThrownBy(() -> new TlsSettings(null, null, List.of(), List.of("ROT13")))
			.withMessageContaining("cipher suite 'ROT13'");
	}

	@Test
	void refuseFilesOfAnotherKindAndDoNotQuoteThem() throws IOException {
		Path missing = this.directory.resolve("missing.crt");
		assertThatIllegalArgumentException().isThrownBy(() -> TlsSettings.trusting(missing))
			.withMessageContaining(missing.toString())
			.withMessageContaining("Check the path");
		Path empty = Files.createFile(this.directory.resolve("empty.crt"));
		assertThatIllegalArgumentException().isThrownBy(() -> TlsSettings.trusting(empty))
			.withMessageContaining("no certificate");
		Path nonsense = Files.writeString(this.directory.resolve("nonsense.crt"), "a secret");
		assertThatIllegalArgumentException().isThrownBy(() -> TlsSettings.trusting(nonsense))
			.withMessageContaining("BEGIN CERTIFICATE")
			.withMessageNotContaining("secret");
		Path older = Files.writeString(this.directory.resolve("older.key"), "-----BEGIN EC PRIVATE KEY-----\nsecret");
		assertThatIllegalArgumentException().isThrownBy(() -> TlsSettings.ofJvm().presenting(nonsense, older))
			.withMessageContaining("openssl pkcs8")
			.withMessageNotContaining("secret");
	}

	@Test
	void mappingsAreAddresses() {
		assertThat(ClientSettings.of("pd:2379").mapping("tikv-0:20160", "[::1]:20160").hostMapping())
			.containsEntry("tikv-0:20160", "[::1]:20160");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ClientSettings.of("pd:2379").mapping("tikv-0:20160", "http://localhost"))
			.withMessageContaining("host:port")
			.withMessageContaining("'http://localhost'");
	}

}
