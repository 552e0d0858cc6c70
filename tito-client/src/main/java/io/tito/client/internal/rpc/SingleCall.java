package io.tito.client.internal.rpc;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.tikv.shade.com.google.common.util.concurrent.MoreExecutors;
import org.tikv.shade.io.grpc.CallOptions;
import org.tikv.shade.io.grpc.Channel;
import org.tikv.shade.io.grpc.ClientCall;
import org.tikv.shade.io.grpc.Metadata;
import org.tikv.shade.io.grpc.MethodDescriptor;
import org.tikv.shade.io.grpc.Status;

/**
 * A call by itself: one request, one answer.
 */
public final class SingleCall {

	private static final CallOptions OPTIONS = CallOptions.DEFAULT.withExecutor(MoreExecutors.directExecutor());

	private SingleCall() {
	}

	/**
	 * Send a request; never blocks.
	 * @param <Q> the type of the request
	 * @param <A> the type of the answer
	 * @param channel the way to the server
	 * @param method what to call
	 * @param request the request
	 * @param timeout when the server may give up, too
	 * @return the answer to come
	 */
	public static <Q, A> Pending<A> send(Channel channel, MethodDescriptor<Q, A> method, Q request, Duration timeout) {
		return send(channel, method, request, OPTIONS.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS));
	}

	/**
	 * Send a request to a server in this JVM. It need not be told when to give up: a
	 * timer for each call would wake a thread that finds the call answered.
	 */
	static <Q, A> Pending<A> sendInside(Channel channel, MethodDescriptor<Q, A> method, Q request) {
		return send(channel, method, request, OPTIONS);
	}

	private static <Q, A> Pending<A> send(Channel channel, MethodDescriptor<Q, A> method, Q request,
			CallOptions options) {
		ClientCall<Q, A> call = channel.newCall(method, options);
		Pending<A> pending = new Call<>(String.valueOf(method.getBareMethodName()), call);
		call.start(new Answer<>(pending), new Metadata());
		// two: a call with a second answer that nobody asks for would not end
		call.request(2);
		call.sendMessage(request);
		call.halfClose();
		return pending;
	}

	private static final class Call<A> extends Pending<A> {

		private final ClientCall<?, A> call;

		Call(String name, ClientCall<?, A> call) {
			super(name);
			this.call = call;
		}

		@Override
		protected void abandon() {
			super.abandon();
			this.call.cancel("Nobody waits for the answer any more", null);
		}

	}

	private static final class Answer<A> extends ClientCall.Listener<A> {

		private final Pending<A> pending;

		Answer(Pending<A> pending) {
			this.pending = pending;
		}

		@Override
		public void onMessage(A answer) {
			this.pending.complete(answer);
		}

		@Override
		public void onClose(Status status, Metadata trailers) {
			if (!this.pending.isDone()) {
				this.pending.completeExceptionally(failure(status, trailers));
			}
		}

		private static RpcException failure(Status status, Metadata trailers) {
			return status.isOk() ? new RpcException(Status.Code.INTERNAL, true, "No answer", null)
					: RpcException.of(status.asRuntimeException(trailers), true);
		}

	}

}
