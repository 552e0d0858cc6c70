package io.tito.client.internal.rpc;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import io.tito.client.ClientSettings;
import io.tito.client.TlsSettings;
import org.jspecify.annotations.Nullable;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.netty.GrpcSslContexts;
import org.tikv.shade.io.grpc.netty.NettyChannelBuilder;
import org.tikv.shade.io.netty.channel.ChannelOption;
import org.tikv.shade.io.netty.handler.ssl.IdentityCipherSuiteFilter;
import org.tikv.shade.io.netty.handler.ssl.SslContext;
import org.tikv.shade.io.netty.handler.ssl.SslContextBuilder;
import org.tikv.shade.io.netty.handler.ssl.SslProvider;

/**
 * Opens channels: inside this JVM, or over TCP, with the keep-alive of other TiKV
 * clients, which servers of TiKV and PD put up with. Channels connect when they are first
 * used.
 */
final class Transport {

	private static final int MAX_INBOUND_BYTES = 64 << 20;

	private static final int KEEP_ALIVE_SECONDS = 10;

	private static final int KEEP_ALIVE_TIMEOUT_SECONDS = 3;

	private static final int IDLE_SECONDS = 60;

	private final ClientSettings settings;

	private final @Nullable SslContext tls;

	Transport(ClientSettings settings) {
		this.settings = settings;
		this.tls = (settings.tls() != null) ? context(settings.tls()) : null;
	}

	// the JDK's implementation: the other one of Netty needs a native library
	private static SslContext context(TlsSettings tls) {
		try {
			SslContextBuilder builder = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
				.trustManager(tls.trust())
				.keyManager(tls.identity());
			if (!tls.protocols().isEmpty()) {
				builder.protocols(tls.protocols());
			}
			if (!tls.ciphers().isEmpty()) {
				builder.ciphers(tls.ciphers(), IdentityCipherSuiteFilter.INSTANCE);
			}
			return builder.build();
		}
		catch (SSLException | IllegalStateException ex) {
			throw new IllegalArgumentException("The settings for TLS cannot be used: " + ex.getMessage()
					+ ". Check that trust and identity are initialized", ex);
		}
	}

	/**
	 * Open a channel.
	 * @param address {@code host:port} as PD knows it
	 * @return the channel
	 */
	ManagedChannel open(String address) {
		Supplier<?> inside = this.settings.localServers().get(address);
		return (inside != null) ? channel(address, inside.get())
				: overTcp(this.settings.hostMapping().getOrDefault(address, address));
	}

	// the settings know no transport, hence not its types
	private static ManagedChannel channel(String address, Object opened) {
		if (opened instanceof ManagedChannel channel) {
			return channel;
		}
		throw new IllegalArgumentException("The local server " + address + " is reached by a gRPC channel, not by a "
				+ opened.getClass().getName() + "; use what EmbeddedTikv.localChannels() gives");
	}

	private ManagedChannel overTcp(String address) {
		NettyChannelBuilder builder = NettyChannelBuilder.forTarget("dns:///" + address)
			.withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connectMillis()))
			.maxInboundMessageSize(MAX_INBOUND_BYTES)
			.keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
			.keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
			.keepAliveWithoutCalls(true)
			.idleTimeout(IDLE_SECONDS, TimeUnit.SECONDS)
			.disableServiceConfigLookUp();
		return ((this.tls != null) ? builder.sslContext(this.tls) : builder.usePlaintext()).build();
	}

	private long connectMillis() {
		return Math.min(Integer.MAX_VALUE, this.settings.connectTimeout().toMillis());
	}

}
