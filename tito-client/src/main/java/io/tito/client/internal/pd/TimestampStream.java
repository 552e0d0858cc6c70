package io.tito.client.internal.pd;

import io.tito.client.internal.rpc.RpcException;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.common.util.concurrent.MoreExecutors;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.stub.ClientCallStreamObserver;
import org.tikv.shade.io.grpc.stub.ClientResponseObserver;

/**
 * One stream of timestamps from one PD server; tells the oracle of everything.
 */
final class TimestampStream implements ClientResponseObserver<Pdpb.TsoRequest, Pdpb.TsoResponse> {

	private final TimestampOracle oracle;

	private final Pdpb.RequestHeader header;

	private @Nullable ClientCallStreamObserver<Pdpb.TsoRequest> requests;

	private volatile @Nullable RpcException failure;

	private TimestampStream(TimestampOracle oracle, Pdpb.RequestHeader header) {
		this.oracle = oracle;
		this.header = header;
	}

	static TimestampStream open(PdLeader leader, TimestampOracle oracle) {
		TimestampStream stream = new TimestampStream(oracle, leader.header());
		PDGrpc.newStub(leader.channel()).withExecutor(MoreExecutors.directExecutor()).tso(stream);
		return stream;
	}

	void send(int count) {
		ClientCallStreamObserver<Pdpb.TsoRequest> observer = this.requests;
		if (observer == null) {
			return;
		}
		try {
			observer.onNext(Pdpb.TsoRequest.newBuilder().setHeader(this.header).setCount(count).build());
		}
		catch (IllegalStateException ex) {
			// the stream broke just now, and its end is being reported
			cancel("broken");
		}
	}

	@Nullable RpcException failure() {
		return this.failure;
	}

	void cancel(String reason) {
		ClientCallStreamObserver<Pdpb.TsoRequest> observer = this.requests;
		if (observer != null) {
			observer.cancel(reason, null);
		}
	}

	@Override
	public void beforeStart(ClientCallStreamObserver<Pdpb.TsoRequest> stream) {
		this.requests = stream;
	}

	@Override
	public void onNext(Pdpb.TsoResponse response) {
		this.oracle.answered(this, response);
	}

	@Override
	public void onError(Throwable ex) {
		end(RpcException.of(ex, true));
	}

	@Override
	public void onCompleted() {
		end(new RpcException(Status.Code.UNAVAILABLE, true, "PD ended the stream of timestamps", null));
	}

	private void end(RpcException reason) {
		this.failure = reason;
		this.oracle.failed(this, reason);
	}

}
