package io.tito.embedded.rpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.io.grpc.Metadata;
import org.tikv.shade.io.grpc.Server;
import org.tikv.shade.io.grpc.ServerBuilder;
import org.tikv.shade.io.grpc.ServerCall;
import org.tikv.shade.io.grpc.ServerCallExecutorSupplier;
import org.tikv.shade.io.grpc.inprocess.InProcessServerBuilder;
import org.tikv.shade.io.grpc.netty.NettyServerBuilder;
import org.tikv.shade.io.netty.handler.ssl.SslContext;

/**
 * Serves the same services on a TCP port and under a name inside this JVM. Handlers run
 * on the threads of the network, or of the client inside this JVM, because none of them
 * waits for another request.
 */
final class RpcServer implements AutoCloseable {

	private static final int MAX_MESSAGE = 64 * 1024 * 1024;

	private static final long CLOSE_SECONDS = 5;

	private static final int LOCAL_THREADS = 2;

	private static final String BATCHES = TikvGrpc.getBatchCommandsMethod().getFullMethodName();

	private final Server tcp;

	private final Server local;

	private final @Nullable ExecutorService threads;

	private RpcServer(Server tcp, Server local, @Nullable ExecutorService threads) {
		this.tcp = tcp;
		this.local = local;
		this.threads = threads;
	}

	/**
	 * Start serving.
	 * @param network the threads that serve the port
	 * @param address where to listen; port 0 takes a free one
	 * @param localName the name inside this JVM
	 * @param tls how to encrypt on the port; null for plain text
	 * @param services what to serve
	 * @param answersLater whether answers come from another thread than that of the
	 * request
	 * @return the running server
	 * @throws UncheckedIOException if the address cannot be had
	 */
	static RpcServer start(EventLoops network, InetSocketAddress address, String localName, @Nullable SslContext tls,
			Services services, boolean answersLater) {
		Server tcp = build(overTcp(network, address, tls), services);
		ExecutorService threads = answersLater ? threads() : null;
		Server local = build(inside(localName, threads), services);
		try {
			tcp.start();
			local.start();
		}
		catch (IOException ex) {
			tcp.shutdownNow();
			throw new UncheckedIOException("The embedded server cannot listen on " + address.getHostString() + ":"
					+ address.getPort() + " (" + reason(ex) + "); choose a free port, or 0 for any", ex);
		}
		return new RpcServer(tcp, local, threads);
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

	/**
	 * The thread of the request is the client's, in the middle of sending. On a stream an
	 * answer from another thread would wait for it, and it for the answer.
	 */
	private static InProcessServerBuilder inside(String name, @Nullable Executor threads) {
		InProcessServerBuilder builder = InProcessServerBuilder.forName(name);
		return (threads == null) ? builder : builder.callExecutor(new ServerCallExecutorSupplier() {

			@Override
			public <Q, R> @Nullable Executor getExecutor(ServerCall<Q, R> call, Metadata headers) {
				return BATCHES.equals(call.getMethodDescriptor().getFullMethodName()) ? threads : null;
			}

		});
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

	private static ExecutorService threads() {
		return Executors.newFixedThreadPool(LOCAL_THREADS, (work) -> {
			Thread thread = new Thread(work, "tito-embedded-local");
			thread.setDaemon(true);
			return thread;
		});
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
		this.local.shutdownNow();
		try {
			this.tcp.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
			this.local.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (this.threads != null) {
			this.threads.shutdown();
		}
	}

}
