package io.tito.embedded.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.tikv.shade.io.grpc.netty.GrpcSslContexts;
import org.tikv.shade.io.netty.handler.ssl.ClientAuth;
import org.tikv.shade.io.netty.handler.ssl.SslContext;
import org.tikv.shade.io.netty.handler.ssl.SslContextBuilder;
import org.tikv.shade.io.netty.handler.ssl.SslProvider;

/**
 * How the server proves who it is, and whether clients have to do so as well. Everything
 * is in PEM files, as TiKV and PD take them.
 *
 * @param certificateChain the server's certificate, then those that vouch for it
 * @param privateKey its key, in the form PKCS#8 without a password
 * @param clientCa who vouches for clients, or null to ask clients for no certificate
 */
public record ServerTls(Path certificateChain, Path privateKey, @Nullable Path clientCa) {

	/**
	 * Read the files.
	 * @return what connections are made with
	 * @throws UncheckedIOException if a file is not there or is not what it should be
	 */
	public SslContext context() {
		requireReadable("certificate", this.certificateChain);
		requireReadable("private key", this.privateKey);
		try {
			SslContextBuilder builder = SslContextBuilder.forServer(this.certificateChain.toFile(),
					this.privateKey.toFile());
			if (this.clientCa != null) {
				requireReadable("certificate of the clients' authority", this.clientCa);
				builder.trustManager(this.clientCa.toFile()).clientAuth(ClientAuth.REQUIRE);
			}
			return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
		}
		catch (IllegalArgumentException | IOException ex) {
			throw new UncheckedIOException(
					"The embedded server cannot use TLS: " + ex.getMessage()
							+ ". Certificates and key have to be PEM files, the key PKCS#8 without a password",
					(ex instanceof IOException io) ? io : new IOException(ex));
		}
	}

	private static void requireReadable(String what, Path file) {
		if (!Files.isReadable(file)) {
			IOException cause = new IOException("No readable file " + file);
			throw new UncheckedIOException(
					"The embedded server cannot use TLS: its %s %s cannot be read. Check the path".formatted(what,
							file.toAbsolutePath()),
					cause);
		}
	}

}
