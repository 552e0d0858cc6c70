package io.tito.embedded.local;

import org.tikv.shade.io.grpc.Metadata;
import org.tikv.shade.io.grpc.MethodDescriptor;
import org.tikv.shade.io.grpc.ServerCall;
import org.tikv.shade.io.grpc.Status;

/**
 * One call, seen from the server. What comes after its end finds nobody.
 *
 * @param <Q> the type of the request
 * @param <A> the type of the answer
 */
final class LocalReply<Q, A> extends ServerCall<Q, A> {

	private final LocalCall<Q, A> call;

	LocalReply(LocalCall<Q, A> call) {
		this.call = call;
	}

	@Override
	public void request(int messages) {
	}

	@Override
	public void sendHeaders(Metadata headers) {
		if (!isCancelled()) {
			this.call.take((client) -> client.onHeaders(headers));
		}
	}

	@Override
	public void sendMessage(A message) {
		if (!isCancelled()) {
			this.call.take((client) -> client.onMessage(message));
		}
	}

	@Override
	public void close(Status status, Metadata trailers) {
		this.call.complete(status, trailers);
	}

	@Override
	public boolean isCancelled() {
		return this.call.isEnded();
	}

	@Override
	public MethodDescriptor<Q, A> getMethodDescriptor() {
		return this.call.method();
	}

}
