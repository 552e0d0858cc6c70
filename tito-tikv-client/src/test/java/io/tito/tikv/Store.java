package io.tito.tikv;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/** Keeps what was prewritten; knows neither locks nor versions. */
final class Store extends TikvGrpc.TikvImplBase {

	private final Map<ByteString, ByteString> values = new ConcurrentHashMap<>();

	@Override
	public void kvGet(Kvrpcpb.GetRequest request, StreamObserver<Kvrpcpb.GetResponse> responses) {
		ByteString value = this.values.getOrDefault(request.getKey(), ByteString.EMPTY);
		Cluster.answer(responses, Kvrpcpb.GetResponse.newBuilder().setValue(value).build());
	}

	@Override
	public void kvPrewrite(Kvrpcpb.PrewriteRequest request, StreamObserver<Kvrpcpb.PrewriteResponse> responses) {
		request.getMutationsList().forEach((mutation) -> this.values.put(mutation.getKey(), mutation.getValue()));
		Cluster.answer(responses, Kvrpcpb.PrewriteResponse.getDefaultInstance());
	}

	@Override
	public void kvCommit(Kvrpcpb.CommitRequest request, StreamObserver<Kvrpcpb.CommitResponse> responses) {
		Cluster.answer(responses, Kvrpcpb.CommitResponse.getDefaultInstance());
	}

}
