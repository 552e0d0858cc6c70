package io.tito.embedded.rpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.tikv.shade.io.grpc.Server;
import org.tikv.shade.io.grpc.ServerBuilder;
import org.tikv.shade.io.grpc.netty.NettyServerBuilder;
import org.tikv.shade.io.netty.handler.ssl.SslContext;

/**
 * Serves on a TCP port. Handlers run on the threads of the network, because none of them
 * waits for another request.
 */
final class RpcServer implements AutoCloseable {

	private static final int MAX_MESSAGE = 64 * 1024 * 1024;

	private static final long CLOSE_SECONDS = 5;

	private final Server tcp;

	private RpcServer(Server tcp) {
		this.tcp = tcp;
	}

	/**
	 * Start serving.
	 * @param network the threads that serve the port
	 * @param address where to listen; port 0 takes a free one
	 * @param tls how to encrypt on the port; null for plain text
	 * @param services what to serve
	 * @return the running server
	 * @throws UncheckedIOException if the address cannot be had
	 */
	static RpcServer start(EventLoops network, InetSocketAddress address, @Nullable SslContext tls, Services services) {
		Server tcp = build(overTcp(network, address, tls), services);
		try {
			tcp.start();
		}
		catch (IOException ex) {
			tcp.shutdownNow();
			throw new UncheckedIOException("The embedded server cannot listen on " + address.getHostString() + ":"
					+ address.getPort() + " (" + reason(ex) + "); choose a free port, or 0 for any", ex);
		}
		return new RpcServer(tcp);
	}

	private static NettyServerBuilder overTcp(EventLoops network, InetSocketAddress address, @Nullable SslContext tls) {
		NettyServerBuilder builder = NettyServerBuilder.forAddress(address)
			// clients ping every 10 s, also without calls; the defaults would turn them
			// away
			.permitKeepAliveTime(5, TimeUnit.SECONDS)
			.permitKeepAliveWithoutCalls(true);
		network.serve(builder);
		return (tls != null) ? builder.sslContext(tls) : builder;
	}

	private static String reason(IOException failure) {
		Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
		String message = cause.getMessage();
		return (message != null) ? message : cause.getClass().getSimpleName();
	}

	private static Server build(ServerBuilder<?> builder, Services services) {
		services.all().forEach(builder::addService);
		return builder.maxInboundMessageSize(MAX_MESSAGE).directExecutor().build();
	}

	int port() {
		return this.tcp.getPort();
	}

	/**
	 * Break all connections. The port is free when the threads of the network have ended.
	 */
	@Override
	public void close() {
		this.tcp.shutdownNow();
		try {
			this.tcp.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
