package io.tito.client;

import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * How connections are encrypted, which servers are trusted and how this client proves who
 * it is. The certificate of a server has to name the host that is dialled, which is the
 * mapped one if there is a {@link ClientSettings#hostMapping() mapping}; there is no way
 * to switch that off.
 *
 * @param trust who vouches for servers, initialized; null for those that the JVM trusts
 * @param identity the certificate and key of this client, initialized; null for none
 * @param protocols what may be spoken, as {@code TLSv1.3}; empty for what the JVM allows
 * @param ciphers the cipher suites that may be used; empty for what HTTP/2 allows
 */
public record TlsSettings(@Nullable TrustManagerFactory trust, @Nullable KeyManagerFactory identity,
		List<String> protocols, List<String> ciphers) {

	public TlsSettings {
		SSLParameters supported = supported();
		protocols = List.copyOf(protocols);
		requireSupported("protocol", protocols, supported.getProtocols());
		ciphers = List.copyOf(ciphers);
		requireSupported("cipher suite", ciphers, supported.getCipherSuites());
	}

	private static SSLParameters supported() {
		try {
			return SSLContext.getDefault().getSupportedSSLParameters();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This JVM cannot use TLS; check its security providers", ex);
		}
	}

	private static void requireSupported(String what, List<String> names, String[] supported) {
		for (String name : names) {
			if (!Arrays.asList(supported).contains(name)) {
				throw new IllegalArgumentException("This JVM does not know the TLS %s '%s'; choose from %s"
					.formatted(what, name, String.join(", ", supported)));
			}
		}
	}

	/**
	 * Trust the authorities that the JVM trusts.
	 * @return settings without a certificate of the client's own
	 */
	public static TlsSettings ofJvm() {
		return new TlsSettings(null, null, List.of(), List.of());
	}

	/**
	 * Trust the certificates in a file, and no others.
	 * @param certificates PEM file, usually of the authority that issued the servers'
	 * @return settings without a certificate of the client's own
	 * @throws IllegalArgumentException if the file cannot be read or holds none
	 */
	public static TlsSettings trusting(Path certificates) {
		return new TlsSettings(PemFiles.trust(certificates), null, List.of(), List.of());
	}

	/**
	 * Prove to servers who this client is.
	 * @param certificateChain PEM file of the client's certificate, then of those that
	 * vouch for it
	 * @param privateKey PEM file of its key, PKCS#8 without a password
	 * @return changed settings
	 * @throws IllegalArgumentException if a file cannot be read or is not of this form
	 */
	public TlsSettings presenting(Path certificateChain, Path privateKey) {
		return new TlsSettings(this.trust, PemFiles.identity(certificateChain, privateKey), this.protocols,
				this.ciphers);
	}

	@Override
	public String toString() {
		return "TlsSettings[trust=" + ((this.trust != null) ? "own" : "JVM") + ", certificate="
				+ ((this.identity != null) ? "yes" : "no") + ", protocols=" + this.protocols + ", ciphers="
				+ this.ciphers + "]";
	}

}
