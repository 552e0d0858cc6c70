package io.tito.tikv;

import org.tikv.kvproto.Pdpb;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/** One timestamp per request, each later than the last. */
final class TimestampStream implements StreamObserver<Pdpb.TsoRequest> {

	private final Pdpb.ResponseHeader header;

	private final StreamObserver<Pdpb.TsoResponse> responses;

	private long logical;

	TimestampStream(Pdpb.ResponseHeader header, StreamObserver<Pdpb.TsoResponse> responses) {
		this.header = header;
		this.responses = responses;
	}

	@Override
	public void onNext(Pdpb.TsoRequest request) {
		this.logical += request.getCount();
		var timestamp = Pdpb.Timestamp.newBuilder().setPhysical(1_700_000_000_000L).setLogical(this.logical);
		this.responses.onNext(Pdpb.TsoResponse.newBuilder()
			.setHeader(this.header)
			.setCount(request.getCount())
			.setTimestamp(timestamp)
			.build());
	}

	@Override
	public void onError(Throwable failure) {
		// the client has gone
	}

	@Override
	public void onCompleted() {
		this.responses.onCompleted();
	}

}
