package io.tito.embedded;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

import io.tito.embedded.tls.TestAuthority;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.StatusRuntimeException;
import org.tikv.shade.io.grpc.netty.GrpcSslContexts;
import org.tikv.shade.io.grpc.netty.NettyChannelBuilder;
import org.tikv.shade.io.netty.handler.ssl.SslContext;
import org.tikv.shade.io.netty.handler.ssl.SslContextBuilder;
import org.tikv.shade.io.netty.handler.ssl.SslProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The server's side of TLS, spoken to with bare stubs.
 */
class TlsTests {

	@TempDir
	private static Path directory;

	private static TestAuthority authority;

	private static TestAuthority.Issued server;

	private static TestAuthority.Issued client;

	@BeforeAll
	static void issue() {
		authority = TestAuthority.in(directory);
		server = authority.issue("server", "localhost", "127.0.0.1");
		client = authority.issue("client");
	}

	private static EmbeddedTikv.Builder withTls() {
		return EmbeddedTikv.builder().tls(server.certificate(), server.key());
	}

	private static UnaryOperator<NettyChannelBuilder> trusting(SslContextBuilder tls) throws Exception {
		SslContext context = GrpcSslContexts.configure(tls, SslProvider.JDK)
			.trustManager(authority.certificate().toFile())
			.build();
		return (channel) -> channel.sslContext(context);
	}

	private static NettyChannelBuilder trusting(EmbeddedTikv tikv, SslContextBuilder tls) throws Exception {
		return trusting(tls).apply(NettyChannelBuilder.forTarget(tikv.address()));
	}

	@Test
	void servesAllStoresAndSaysSoInItsUrls() throws Exception {
		try (EmbeddedTikv tikv = withTls().stores(2).start();
				Wire wire = new Wire(tikv.address(), trusting(SslContextBuilder.forClient()))) {
			Pdpb.GetMembersResponse members = wire.pd().getMembers(Pdpb.GetMembersRequest.getDefaultInstance());
			assertThat(members.getLeader().getClientUrlsList()).isEqualTo(List.of("https://" + tikv.address()));
			assertThat(wire.get("a", 10).getNotFound()).isTrue();
			tikv.restart();
			assertThat(wire.pd().withWaitForReady().getMembers(Pdpb.GetMembersRequest.getDefaultInstance()).getLeader())
				.isEqualTo(members.getLeader());
		}
	}

	@Test
	void asksClientsForACertificate() throws Exception {
		try (EmbeddedTikv tikv = withTls().tlsClientCa(authority.certificate()).start()) {
			SslContextBuilder known = SslContextBuilder.forClient()
				.keyManager(client.certificate().toFile(), client.key().toFile());
			try (Wire wire = new Wire(tikv.address(), trusting(known))) {
				assertThat(wire.header().getClusterId()).isEqualTo(tikv.clusterId());
			}
			refuses(trusting(tikv, SslContextBuilder.forClient()).build());
		}
	}

	@Test
	void refusesPlainText() {
		try (EmbeddedTikv tikv = withTls().start()) {
			refuses(NettyChannelBuilder.forTarget(tikv.address()).usePlaintext().build());
		}
	}

	private static void refuses(ManagedChannel channel) {
		try {
			assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(
					() -> PDGrpc.newBlockingStub(channel).getMembers(Pdpb.GetMembersRequest.getDefaultInstance()));
		}
		finally {
			channel.shutdownNow();
		}
	}

	@Test
	void runsAloneWithFiles() throws Exception {
		EmbeddedTikv.Builder builder = CommandLine
			.parse(List.of("--port=0", "--tls-cert", server.certificate().toString(), "--tls-key",
					server.key().toString(), "--tls-client-ca=" + authority.certificate()))
			.server();
		try (EmbeddedTikv tikv = builder.start()) {
			refuses(trusting(tikv, SslContextBuilder.forClient()).build());
		}
	}

	@Test
	void leavesTheDataAloneIfAFileIsMissing(@TempDir Path data) {
		Path target = data.resolve("data");
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> EmbeddedTikv.builder().dataDirectory(target).tls(target, target.resolve("key")).start())
			.withMessageContaining("certificate")
			.withMessageContaining("Check the path");
		assertThat(Files.exists(target)).isFalse();
	}

	@Test
	void asksForCertificatesOnlyWithTls() {
		assertThatIllegalStateException().isThrownBy(() -> EmbeddedTikv.builder().tlsClientCa(authority.certificate()))
			.withMessageContaining("call tls first");
	}

}
