package io.tito.client.internal.rpc;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.tikv.shade.io.grpc.CallOptions;
import org.tikv.shade.io.grpc.Channel;
import org.tikv.shade.io.grpc.MethodDescriptor;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.stub.ClientCalls;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * A call by itself: one request, one answer.
 */
public final class SingleCall {

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
		Pending<A> pending = new Pending<>(String.valueOf(method.getBareMethodName()));
		CallOptions options = CallOptions.DEFAULT.withExecutor(Runnable::run)
			.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
		ClientCalls.asyncUnaryCall(channel.newCall(method, options), request, new Answer<>(pending));
		return pending;
	}

	private record Answer<A>(Pending<A> pending) implements StreamObserver<A> {

		@Override
		public void onNext(A answer) {
			this.pending.complete(answer);
		}

		@Override
		public void onError(Throwable ex) {
			this.pending.completeExceptionally(RpcException.of(ex, true));
		}

		@Override
		public void onCompleted() {
			this.pending.completeExceptionally(new RpcException(Status.Code.INTERNAL, true, "No answer", null));
		}

	}

}
