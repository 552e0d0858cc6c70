package io.tito.embedded;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.tikv.kvproto.TikvGrpc;
import org.tikv.kvproto.Tikvpb.BatchCommandsRequest;
import org.tikv.kvproto.Tikvpb.BatchCommandsRequest.Request;
import org.tikv.kvproto.Tikvpb.BatchCommandsResponse;
import org.tikv.kvproto.Tikvpb.BatchCommandsResponse.Response;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * A client of one command stream.
 */
final class Commands implements StreamObserver<BatchCommandsResponse> {

	private final Map<Long, CompletableFuture<Response>> answers = new ConcurrentHashMap<>();

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private final StreamObserver<BatchCommandsRequest> out;

	Commands(ManagedChannel channel) {
		this.out = TikvGrpc.newStub(channel).batchCommands(this);
	}

	/**
	 * Send commands in one message; they are numbered from the given id on.
	 */
	void send(long firstId, Request... commands) {
		BatchCommandsRequest.Builder batch = BatchCommandsRequest.newBuilder();
		for (Request command : commands) {
			batch.addRequestIds(firstId + batch.getRequestsCount()).addRequests(command);
		}
		this.out.onNext(batch.build());
	}

	Response answer(long id) {
		return answerOf(id).orTimeout(20, TimeUnit.SECONDS).join();
	}

	boolean isAnswered(long id) {
		return answerOf(id).isDone();
	}

	private CompletableFuture<Response> answerOf(long id) {
		return this.answers.computeIfAbsent(id, (absent) -> new CompletableFuture<>());
	}

	void halfClose() {
		this.out.onCompleted();
	}

	/**
	 * Wait for the end of the stream; throws what broke it.
	 */
	void awaitEnd() {
		this.ended.orTimeout(20, TimeUnit.SECONDS).join();
	}

	@Override
	public void onNext(BatchCommandsResponse batch) {
		for (int i = 0; i < batch.getResponsesCount(); i++) {
			answerOf(batch.getRequestIds(i)).complete(batch.getResponses(i));
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.ended.completeExceptionally(failure);
	}

	@Override
	public void onCompleted() {
		this.ended.complete(null);
	}

}
