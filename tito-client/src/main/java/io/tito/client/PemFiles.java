package io.tito.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Reads what others keep as PEM files. Messages never quote a file.
 */
final class PemFiles {

	private static final Pattern KEY = Pattern
		.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

	private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

	private static final char[] NO_PASSWORD = {};

	private PemFiles() {
	}

	static TrustManagerFactory trust(Path file) {
		try {
			KeyStore store = empty();
			for (Certificate certificate : certificates(file)) {
				store.setCertificateEntry("trusted-" + store.size(), certificate);
			}
			TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			factory.init(store);
			return factory;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalArgumentException("The certificates in " + file + " cannot be trusted: " + ex.getMessage(),
					ex);
		}
	}

	static KeyManagerFactory identity(Path certificateChain, Path privateKey) {
		try {
			KeyStore store = empty();
			store.setKeyEntry("client", key(privateKey), NO_PASSWORD,
					certificates(certificateChain).toArray(Certificate[]::new));
			KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			factory.init(store, NO_PASSWORD);
			return factory;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalArgumentException("The certificate in " + certificateChain + " and the key in "
					+ privateKey + " cannot be used: " + ex.getMessage(), ex);
		}
	}

	private static KeyStore empty() throws GeneralSecurityException, IOException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		return store;
	}

	private static List<Certificate> certificates(Path file) {
		try {
			CertificateFactory factory = CertificateFactory.getInstance("X.509");
			List<Certificate> found = new ArrayList<>(
					factory.generateCertificates(new ByteArrayInputStream(content(file))));
			if (found.isEmpty()) {
				throw new IllegalArgumentException(
						file + " holds no certificate; it has to be a PEM file with BEGIN CERTIFICATE");
			}
			return found;
		}
		catch (CertificateException ex) {
			throw new IllegalArgumentException(
					file + " holds no certificates that can be read; it has to be a PEM file with BEGIN CERTIFICATE",
					ex);
		}
	}

	private static PrivateKey key(Path file) throws GeneralSecurityException {
		Matcher key = KEY.matcher(new String(content(file), StandardCharsets.ISO_8859_1));
		if (key.find()) {
			PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1)));
			for (String algorithm : ALGORITHMS) {
				try {
					return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
				}
				catch (InvalidKeySpecException ex) {
					// a key of another algorithm
				}
			}
		}
		throw new IllegalArgumentException(file + " holds no key of the form PKCS#8 without a password (BEGIN PRIVATE "
				+ "KEY); convert it with openssl pkcs8 -topk8 -nocrypt");
	}

	private static byte[] content(Path file) {
		try {
			return Files.readAllBytes(file);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(file.toAbsolutePath() + " cannot be read. Check the path", ex);
		}
	}

}
