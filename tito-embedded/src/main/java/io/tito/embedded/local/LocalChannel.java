package io.tito.embedded.local;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.tikv.shade.io.grpc.CallOptions;
import org.tikv.shade.io.grpc.ClientCall;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.MethodDescriptor;
import org.tikv.shade.io.grpc.Status;

/**
 * A channel to a server in this JVM. The handler runs on the thread of the caller and
 * sees the caller's message itself; an answer arrives on the thread that gives it, unless
 * the call names an executor. So whoever streams must not hold a lock while sending that
 * taking an answer needs: the two threads would wait for each other. There is no flow
 * control, and the end of a broken call may come together with its last answer. To shut
 * down ends calls at once. Thread-safe.
 * <p>
 * gRPC's own channel of this kind takes more than twice the time of a processor for each
 * commit, and a lock that all its calls share (benchmarks/README.md has figures).
 */
public final class LocalChannel extends ManagedChannel {

	private static final Status SHUT_DOWN = Status.UNAVAILABLE.withDescription("The channel was shut down");

	private final Supplier<LocalServer> server;

	private final String authority;

	private volatile boolean shutdown;

	/**
	 * Open a channel.
	 * @param server tells the server that runs now
	 * @param authority where the server is, for error messages
	 */
	public LocalChannel(Supplier<LocalServer> server, String authority) {
		this.server = server;
		this.authority = authority;
	}

	@Override
	public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
		return new LocalCall<>(this, this.server.get(), method, options);
	}

	@Override
	public String authority() {
		return this.authority;
	}

	/**
	 * Why calls are not taken any more; null if they are.
	 */
	@Nullable Status refusal() {
		return this.shutdown ? SHUT_DOWN : null;
	}

	@Override
	public ManagedChannel shutdown() {
		this.shutdown = true;
		this.server.get().end((call) -> call.isOf(this), SHUT_DOWN);
		return this;
	}

	@Override
	public ManagedChannel shutdownNow() {
		return shutdown();
	}

	@Override
	public boolean isShutdown() {
		return this.shutdown;
	}

	@Override
	public boolean isTerminated() {
		return this.shutdown;
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) {
		return isTerminated();
	}

}
