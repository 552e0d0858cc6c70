package io.tito.embedded.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A certificate authority for tests of an application's TLS settings: makes certificates
 * that are good for a week, as PEM files, with the {@code keytool} of the JDK. <pre>
 * TestAuthority authority = TestAuthority.in(directory);
 * TestAuthority.Issued issued = authority.issue("server", "localhost", "127.0.0.1");
 * EmbeddedTikv.builder().tls(issued.certificate(), issued.key()).start();
 * </pre>
 * <p>
 * The keys lie about unprotected, and the authority's with a known password: nothing but
 * a test may trust it. Used by one thread at a time.
 */
public final class TestAuthority {

	private static final String AUTHORITY = "authority";

	private static final String PASSWORD = "changeit";

	private final Path directory;

	private TestAuthority(Path directory) {
		this.directory = directory;
	}

	/**
	 * Found an authority.
	 * @param directory where its files go, a directory without another authority
	 * @return the authority
	 */
	public static TestAuthority in(Path directory) {
		TestAuthority authority = new TestAuthority(directory);
		authority.generate(AUTHORITY, "-ext", "bc:critical=ca:true", "-ext", "ku:critical=keyCertSign");
		authority.write(AUTHORITY);
		return authority;
	}

	/**
	 * The certificate to trust.
	 * @return a PEM file
	 */
	public Path certificate() {
		return this.directory.resolve(AUTHORITY + ".crt");
	}

	/**
	 * Issue a certificate.
	 * @param name whose it is: letters, also the name of its files
	 * @param hosts the names and addresses under which a server is reached; none for a
	 * client
	 * @return the certificate and its key
	 */
	public Issued issue(String name, String... hosts) {
		List<String> options = new ArrayList<>(List.of("-signer", AUTHORITY));
		if (hosts.length > 0) {
			options.addAll(List.of("-ext",
					"san=" + Arrays.stream(hosts)
						.map((host) -> (host.matches("[0-9.]+|.*:.*") ? "ip:" : "dns:") + host)
						.collect(Collectors.joining(","))));
		}
		generate(name, options.toArray(String[]::new));
		return write(name);
	}

	private void generate(String alias, String... more) {
		List<String> command = new ArrayList<>(List.of(keytool(), "-genkeypair", "-alias", alias, "-keyalg", "EC",
				"-groupname", "secp256r1", "-dname", "CN=" + alias, "-startdate", "-1d", "-validity", "8", "-storetype",
				"PKCS12", "-keystore", keyStore().toString(), "-storepass", PASSWORD));
		command.addAll(List.of(more));
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException("keytool made no certificate for '" + alias + "': " + output);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("keytool, a part of the JDK, cannot be run: " + ex.getMessage(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while keytool made a certificate", ex);
		}
	}

	private static String keytool() {
		return Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
	}

	private Path keyStore() {
		return this.directory.resolve("authority.p12");
	}

	private Issued write(String alias) {
		Issued issued = new Issued(this.directory.resolve(alias + ".crt"), this.directory.resolve(alias + ".key"));
		try (InputStream stream = Files.newInputStream(keyStore())) {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(stream, PASSWORD.toCharArray());
			StringBuilder chain = new StringBuilder();
			for (Certificate certificate : store.getCertificateChain(alias)) {
				chain.append(pem("CERTIFICATE", certificate.getEncoded()));
			}
			Key key = store.getKey(alias, PASSWORD.toCharArray());
			Files.writeString(issued.certificate(), chain);
			Files.writeString(issued.key(), pem("PRIVATE KEY", key.getEncoded()));
			return issued;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not write the certificate of '" + alias + "': " + ex.getMessage(),
					ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Could not read what keytool made for '" + alias + "'", ex);
		}
	}

	private static String pem(String type, byte[] content) {
		String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
		return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, body);
	}

	/**
	 * A certificate and its key, in PEM files.
	 *
	 * @param certificate the certificate and the authority's
	 * @param key the key, PKCS#8 without a password
	 */
	public record Issued(Path certificate, Path key) {

	}

}
