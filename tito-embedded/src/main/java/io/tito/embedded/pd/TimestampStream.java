package io.tito.embedded.pd;

import java.util.ArrayDeque;
import java.util.Queue;

import io.tito.embedded.fault.Calls;
import io.tito.embedded.fault.Reply;
import io.tito.embedded.fault.Rpc;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * One stream of requests for timestamps: answered one after the other, in order, and
 * completed after the client has. A request that a fault delays delays those behind it.
 */
final class TimestampStream implements StreamObserver<Pdpb.TsoRequest>, Reply<Pdpb.TsoResponse> {

	private final Calls calls;

	private final Rpc<Pdpb.TsoRequest, Pdpb.TsoResponse> rpc;

	private final StreamObserver<Pdpb.TsoResponse> out;

	private final Queue<Pdpb.TsoRequest> waiting = new ArrayDeque<>();

	private boolean busy;

	private boolean halfClosed;

	private boolean ended;

	TimestampStream(Calls calls, Rpc<Pdpb.TsoRequest, Pdpb.TsoResponse> rpc, StreamObserver<Pdpb.TsoResponse> out) {
		this.calls = calls;
		this.rpc = rpc;
		this.out = out;
	}

	@Override
	public void onNext(Pdpb.TsoRequest request) {
		synchronized (this) {
			this.waiting.add(request);
		}
		drain();
	}

	@Override
	public void onCompleted() {
		synchronized (this) {
			this.halfClosed = true;
		}
		drain();
	}

	@Override
	public synchronized void onError(Throwable failure) {
		this.ended = true;
	}

	@Override
	public void send(Pdpb.TsoResponse response) {
		this.calls.count("Tso.timestamps", response.getCount());
		synchronized (this) {
			this.busy = false;
			if (!this.ended) {
				this.out.onNext(response);
			}
		}
		drain();
	}

	@Override
	public synchronized void fail(Status status) {
		if (!this.ended) {
			this.ended = true;
			this.out.onError(status.asRuntimeException());
		}
	}

	private void drain() {
		Pdpb.TsoRequest request = next();
		if (request != null) {
			this.calls.run(this.rpc, request, this);
		}
	}

	private synchronized Pdpb.@Nullable TsoRequest next() {
		if (this.busy || this.ended) {
			return null;
		}
		Pdpb.TsoRequest request = this.waiting.poll();
		this.busy = request != null;
		if (request == null && this.halfClosed) {
			this.ended = true;
			this.out.onCompleted();
		}
		return request;
	}

}
