package io.tito.embedded.rpc;

import java.util.function.BiConsumer;

import io.tito.embedded.fault.Calls;
import io.tito.embedded.fault.Reply;
import io.tito.embedded.fault.Rpc;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Tikvpb.BatchCommandsEmptyResponse;
import org.tikv.kvproto.Tikvpb.BatchCommandsRequest;
import org.tikv.kvproto.Tikvpb.BatchCommandsResponse;
import org.tikv.kvproto.Tikvpb.BatchCommandsResponse.Response;
import org.tikv.shade.com.google.protobuf.Message;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * One stream of batched commands. The commands of a message run in order and are answered
 * together; those that a fault delays are answered later, on their own. A command whose
 * answer is lost breaks the stream, after the other answers of its message.
 */
final class CommandStream implements StreamObserver<BatchCommandsRequest> {

	private final Calls calls;

	private final TikvRpcs rpcs;

	private final StreamObserver<BatchCommandsResponse> out;

	private BatchCommandsResponse.@Nullable Builder collecting;

	private @Nullable Status failure;

	private boolean halfClosed;

	private boolean ended;

	private int unanswered;

	CommandStream(Calls calls, TikvRpcs rpcs, StreamObserver<BatchCommandsResponse> out) {
		this.calls = calls;
		this.rpcs = rpcs;
		this.out = out;
	}

	@Override
	public void onNext(BatchCommandsRequest batch) {
		this.calls.count("BatchCommands", 1);
		begin(batch.getRequestsCount());
		for (int i = 0; i < batch.getRequestsCount(); i++) {
			run(batch.getRequestIds(i), batch.getRequests(i));
		}
		flush();
	}

	private synchronized void begin(int commands) {
		this.collecting = BatchCommandsResponse.newBuilder();
		this.unanswered += commands;
	}

	private void run(long id, BatchCommandsRequest.Request request) {
		switch (request.getCmdCase()) {
			case GET -> run(id, this.rpcs.get, request.getGet(), Response.Builder::setGet);
			case BATCHGET -> run(id, this.rpcs.batchGet, request.getBatchGet(), Response.Builder::setBatchGet);
			case SCAN -> run(id, this.rpcs.scan, request.getScan(), Response.Builder::setScan);
			case PREWRITE -> run(id, this.rpcs.prewrite, request.getPrewrite(), Response.Builder::setPrewrite);
			case COMMIT -> run(id, this.rpcs.commit, request.getCommit(), Response.Builder::setCommit);
			case BATCHROLLBACK ->
				run(id, this.rpcs.batchRollback, request.getBatchRollback(), Response.Builder::setBatchRollback);
			case CLEANUP -> run(id, this.rpcs.cleanup, request.getCleanup(), Response.Builder::setCleanup);
			case CHECKTXNSTATUS ->
				run(id, this.rpcs.checkTxnStatus, request.getCheckTxnStatus(), Response.Builder::setCheckTxnStatus);
			case CHECKSECONDARYLOCKS -> run(id, this.rpcs.checkSecondaryLocks, request.getCheckSecondaryLocks(),
					Response.Builder::setCheckSecondaryLocks);
			case TXNHEARTBEAT ->
				run(id, this.rpcs.heartBeat, request.getTxnHeartBeat(), Response.Builder::setTxnHeartBeat);
			case PESSIMISTICLOCK ->
				run(id, this.rpcs.pessimisticLock, request.getPessimisticLock(), Response.Builder::setPessimisticLock);
			case PESSIMISTICROLLBACK -> run(id, this.rpcs.pessimisticRollback, request.getPessimisticRollback(),
					Response.Builder::setPessimisticRollback);
			case RESOLVELOCK ->
				run(id, this.rpcs.resolveLock, request.getResolveLock(), Response.Builder::setResolveLock);
			case SCANLOCK -> run(id, this.rpcs.scanLock, request.getScanLock(), Response.Builder::setScanLock);
			case RAWGET -> run(id, this.rpcs.rawGet, request.getRawGet(), Response.Builder::setRawGet);
			case EMPTY -> answer(id,
					Response.newBuilder()
						.setEmpty(BatchCommandsEmptyResponse.newBuilder().setTestId(request.getEmpty().getTestId()))
						.build());
			default -> fail(Status.UNIMPLEMENTED.withDescription("command " + request.getCmdCase()));
		}
	}

	private <Q extends Message, R extends Message> void run(long id, Rpc<Q, R> rpc, Q request,
			BiConsumer<Response.Builder, R> setter) {
		this.calls.run(rpc, request, new Reply<R>() {

			@Override
			public void send(R response) {
				Response.Builder wrapped = Response.newBuilder();
				setter.accept(wrapped, response);
				answer(id, wrapped.build());
			}

			@Override
			public void fail(Status status) {
				CommandStream.this.fail(status);
			}

		});
	}

	private synchronized void answer(long id, Response response) {
		this.unanswered--;
		if (this.collecting != null) {
			this.collecting.addRequestIds(id).addResponses(response);
		}
		else if (!this.ended) {
			this.out.onNext(BatchCommandsResponse.newBuilder().addRequestIds(id).addResponses(response).build());
			endIfDone();
		}
	}

	private synchronized void fail(Status status) {
		this.unanswered--;
		this.failure = status;
		if (this.collecting == null) {
			endIfDone();
		}
	}

	private synchronized void flush() {
		BatchCommandsResponse.Builder answers = this.collecting;
		this.collecting = null;
		if (answers != null && answers.getResponsesCount() > 0 && !this.ended) {
			this.out.onNext(answers.build());
		}
		endIfDone();
	}

	private void endIfDone() {
		if (this.ended) {
			return;
		}
		if (this.failure != null) {
			this.ended = true;
			this.out.onError(this.failure.asRuntimeException());
		}
		else if (this.halfClosed && this.unanswered == 0) {
			this.ended = true;
			this.out.onCompleted();
		}
	}

	@Override
	public synchronized void onCompleted() {
		this.halfClosed = true;
		endIfDone();
	}

	@Override
	public synchronized void onError(Throwable cause) {
		this.ended = true;
	}

}
