package io.tito.embedded.fault;

import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.stub.ServerCallStreamObserver;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * The reply to a single call.
 *
 * @param <R> the type of the response
 * @param out where it goes
 */
public record SingleReply<R>(StreamObserver<R> out) implements Reply<R> {

	@Override
	public void send(R response) {
		if (!isCancelled()) {
			this.out.onNext(response);
			this.out.onCompleted();
		}
	}

	@Override
	public void fail(Status status) {
		if (!isCancelled()) {
			this.out.onError(status.asRuntimeException());
		}
	}

	// a late answer finds nobody; that is no fault of whoever gives it
	private boolean isCancelled() {
		return this.out instanceof ServerCallStreamObserver<R> call && call.isCancelled();
	}

}
