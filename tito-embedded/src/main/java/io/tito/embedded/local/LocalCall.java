package io.tito.embedded.local;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.tikv.shade.com.google.common.util.concurrent.MoreExecutors;
import org.tikv.shade.io.grpc.CallOptions;
import org.tikv.shade.io.grpc.ClientCall;
import org.tikv.shade.io.grpc.Deadline;
import org.tikv.shade.io.grpc.Metadata;
import org.tikv.shade.io.grpc.MethodDescriptor;
import org.tikv.shade.io.grpc.ServerCall;
import org.tikv.shade.io.grpc.ServerMethodDefinition;
import org.tikv.shade.io.grpc.Status;

/**
 * One call, seen from the client. As with any {@link ClientCall} the client sends from
 * one thread at a time, and the server answers from one at a time; {@link #end} may come
 * from any.
 *
 * @param <Q> the type of the request
 * @param <A> the type of the answer
 */
final class LocalCall<Q, A> extends ClientCall<Q, A> {

	private final LocalChannel channel;

	private final LocalServer server;

	private final MethodDescriptor<Q, A> method;

	private final @Nullable Deadline deadline;

	/** Where answers are taken; null if wherever they are given. */
	private final @Nullable Executor executor;

	private final AtomicBoolean ended = new AtomicBoolean();

	private ClientCall.@Nullable Listener<A> client;

	private ServerCall.@Nullable Listener<Q> handler;

	LocalCall(LocalChannel channel, LocalServer server, MethodDescriptor<Q, A> method, CallOptions options) {
		this.channel = channel;
		this.server = server;
		this.method = method;
		this.deadline = options.getDeadline();
		Executor wanted = options.getExecutor();
		boolean anywhere = wanted == null || wanted == MoreExecutors.directExecutor();
		this.executor = anywhere ? null : MoreExecutors.newSequentialExecutor(wanted);
	}

	boolean isOf(LocalChannel other) {
		return this.channel == other;
	}

	boolean isEnded() {
		return this.ended.get();
	}

	MethodDescriptor<Q, A> method() {
		return this.method;
	}

	@Override
	public void start(ClientCall.Listener<A> listener, Metadata headers) {
		this.client = listener;
		ServerMethodDefinition<Q, A> definition = this.server.method(this.method.getFullMethodName());
		endIfRefused();
		if (definition == null) {
			end(Status.UNIMPLEMENTED.withDescription("Method not found: " + this.method.getFullMethodName()));
		}
		else if (!isEnded()) {
			start(definition, headers);
		}
	}

	void endIfRefused() {
		Status refusal = this.channel.refusal();
		if (refusal == null) {
			refusal = this.server.refusal();
		}
		if (refusal != null) {
			end(refusal);
		}
	}

	private void start(ServerMethodDefinition<Q, A> definition, Metadata headers) {
		if (!this.method.getType().clientSendsOneMessage()) {
			watch();
		}
		this.handler = definition.getServerCallHandler().startCall(new LocalReply<>(this), headers);
		take(ClientCall.Listener::onReady);
	}

	/**
	 * From now on the call may be ended by others.
	 */
	private void watch() {
		this.server.add(this);
		if (this.deadline != null) {
			CompletableFuture.delayedExecutor(this.deadline.timeRemaining(TimeUnit.NANOSECONDS), TimeUnit.NANOSECONDS)
				.execute(() -> end(Status.DEADLINE_EXCEEDED.withDescription("No answer in time")));
		}
	}

	@Override
	public void sendMessage(Q message) {
		ServerCall.Listener<Q> to = this.handler;
		if (to != null && !isEnded()) {
			try {
				to.onMessage(message);
			}
			catch (RuntimeException ex) {
				failed(ex);
			}
		}
	}

	@Override
	public void halfClose() {
		ServerCall.Listener<Q> to = this.handler;
		if (to != null && !isEnded()) {
			try {
				to.onHalfClose();
			}
			catch (RuntimeException ex) {
				failed(ex);
			}
			if (!isEnded() && this.method.getType().clientSendsOneMessage()) {
				watch();
			}
		}
	}

	private void failed(RuntimeException ex) {
		end(Status.UNKNOWN.withDescription("The handler of " + this.method.getFullMethodName() + " failed")
			.withCause(ex));
	}

	@Override
	public void request(int messages) {
	}

	@Override
	public void cancel(@Nullable String message, @Nullable Throwable cause) {
		end(Status.CANCELLED.withDescription(message).withCause(cause));
	}

	/**
	 * Give the client something, and end the call if the client fails at it.
	 */
	void take(Taking<A> what) {
		if (this.executor != null) {
			this.executor.execute(() -> takeNow(what));
		}
		else {
			takeNow(what);
		}
	}

	private void takeNow(Taking<A> what) {
		ClientCall.Listener<A> to = this.client;
		if (to != null) {
			try {
				what.by(to);
			}
			catch (RuntimeException ex) {
				cancel("The client failed at an answer", ex);
			}
		}
	}

	/**
	 * End the call, unless it has ended.
	 * @param status what the client is told; the server is told that nobody waits
	 */
	void end(Status status) {
		if (end(status, new Metadata())) {
			ServerCall.Listener<Q> to = this.handler;
			if (to != null) {
				to.onCancel();
			}
		}
	}

	/**
	 * The server ends the call.
	 */
	void complete(Status status, Metadata trailers) {
		if (end(status, trailers)) {
			ServerCall.Listener<Q> to = this.handler;
			if (to != null) {
				to.onComplete();
			}
		}
	}

	private boolean end(Status status, Metadata trailers) {
		boolean first = this.ended.compareAndSet(false, true);
		if (first) {
			this.server.remove(this);
			take((listener) -> listener.onClose(status, trailers));
		}
		return first;
	}

	/**
	 * How a client takes something.
	 *
	 * @param <A> the type of the answer
	 */
	interface Taking<A> {

		void by(ClientCall.Listener<A> listener);

	}

}
