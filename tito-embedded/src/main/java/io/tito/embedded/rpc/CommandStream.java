package io.tito.embedded.rpc;

import java.util.function.BiConsumer;

import io.tito.embedded.fault.Calls;
import io.tito.embedded.fault.Reply;
import io.tito.embedded.fault.Rpc;
import io.tito.embedded.storage.Durability;
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
 * together, or in two parts if some of them wait for the disk; those that a fault or a
 * lock delays are answered later, on their own. A command whose answer is lost breaks the
 * stream, after the other answers of its message.
 */
final class CommandStream implements StreamObserver<BatchCommandsRequest> {

	private final Calls calls;

	private final TikvRpcs rpcs;

	private final RawRpcs rawRpcs;

	private final StreamObserver<BatchCommandsResponse> out;

	private final Durability durability;

	private @Nullable Status failure;

	private boolean halfClosed;

	private boolean ended;

	private int unanswered;

	/**
	 * Serve a stream.
	 * @param calls runs the commands
	 * @param rpcs those of transactions
	 * @param rawRpcs those of raw keys
	 * @param durability what the answers of those who write wait for
	 * @param out where answers go
	 */
	CommandStream(Calls calls, TikvRpcs rpcs, RawRpcs rawRpcs, Durability durability,
			StreamObserver<BatchCommandsResponse> out) {
		this.calls = calls;
		this.rpcs = rpcs;
		this.rawRpcs = rawRpcs;
		this.durability = durability;
		this.out = out;
	}

	@Override
	public void onNext(BatchCommandsRequest batch) {
		this.calls.count("BatchCommands", 1);
		Answers answers = begin(batch.getRequestsCount());
		boolean waits = this.durability.together(() -> run(answers, batch), () -> flush(answers));
		if (waits && !isComplete(answers)) {
			sendReady(answers);
		}
		else {
			flush(answers);
		}
	}

	private void run(Answers answers, BatchCommandsRequest batch) {
		for (int i = 0; i < batch.getRequestsCount(); i++) {
			run(answers, batch.getRequestIds(i), batch.getRequests(i));
		}
	}

	/**
	 * Those who only read need not wait for the disk.
	 */
	private synchronized void sendReady(Answers answers) {
		BatchCommandsResponse.Builder ready = answers.collecting;
		if (ready != null && ready.getResponsesCount() > 0 && this.failure == null && !this.ended) {
			answers.collecting = BatchCommandsResponse.newBuilder();
			this.out.onNext(ready.build());
		}
	}

	private synchronized Answers begin(int commands) {
		this.unanswered += commands;
		return new Answers(commands);
	}

	private synchronized boolean isComplete(Answers answers) {
		return answers.missing == 0;
	}

	private void run(Answers answers, long id, BatchCommandsRequest.Request request) {
		switch (request.getCmdCase()) {
			case GET -> run(answers, id, this.rpcs.get, request.getGet(), Response.Builder::setGet);
			case BATCHGET -> run(answers, id, this.rpcs.batchGet, request.getBatchGet(), Response.Builder::setBatchGet);
			case SCAN -> run(answers, id, this.rpcs.scan, request.getScan(), Response.Builder::setScan);
			case PREWRITE -> run(answers, id, this.rpcs.prewrite, request.getPrewrite(), Response.Builder::setPrewrite);
			case COMMIT -> run(answers, id, this.rpcs.commit, request.getCommit(), Response.Builder::setCommit);
			case BATCHROLLBACK -> run(answers, id, this.rpcs.batchRollback, request.getBatchRollback(),
					Response.Builder::setBatchRollback);
			case CLEANUP -> run(answers, id, this.rpcs.cleanup, request.getCleanup(), Response.Builder::setCleanup);
			case CHECKTXNSTATUS -> run(answers, id, this.rpcs.checkTxnStatus, request.getCheckTxnStatus(),
					Response.Builder::setCheckTxnStatus);
			case CHECKSECONDARYLOCKS -> run(answers, id, this.rpcs.checkSecondaryLocks,
					request.getCheckSecondaryLocks(), Response.Builder::setCheckSecondaryLocks);
			case TXNHEARTBEAT ->
				run(answers, id, this.rpcs.heartBeat, request.getTxnHeartBeat(), Response.Builder::setTxnHeartBeat);
			case PESSIMISTICLOCK -> run(answers, id, this.rpcs.pessimisticLock, request.getPessimisticLock(),
					Response.Builder::setPessimisticLock);
			case PESSIMISTICROLLBACK -> run(answers, id, this.rpcs.pessimisticRollback,
					request.getPessimisticRollback(), Response.Builder::setPessimisticRollback);
			case RESOLVELOCK ->
				run(answers, id, this.rpcs.resolveLock, request.getResolveLock(), Response.Builder::setResolveLock);
			case SCANLOCK -> run(answers, id, this.rpcs.scanLock, request.getScanLock(), Response.Builder::setScanLock);
			case DELETERANGE ->
				run(answers, id, this.rpcs.deleteRange, request.getDeleteRange(), Response.Builder::setDeleteRange);
			case EMPTY -> answer(answers, id,
					Response.newBuilder()
						.setEmpty(BatchCommandsEmptyResponse.newBuilder().setTestId(request.getEmpty().getTestId()))
						.build());
			default -> runRaw(answers, id, request);
		}
	}

	private void runRaw(Answers answers, long id, BatchCommandsRequest.Request request) {
		switch (request.getCmdCase()) {
			case RAWGET -> run(answers, id, this.rawRpcs.get, request.getRawGet(), Response.Builder::setRawGet);
			case RAWBATCHGET ->
				run(answers, id, this.rawRpcs.batchGet, request.getRawBatchGet(), Response.Builder::setRawBatchGet);
			case RAWPUT -> run(answers, id, this.rawRpcs.put, request.getRawPut(), Response.Builder::setRawPut);
			case RAWBATCHPUT ->
				run(answers, id, this.rawRpcs.batchPut, request.getRawBatchPut(), Response.Builder::setRawBatchPut);
			case RAWDELETE ->
				run(answers, id, this.rawRpcs.delete, request.getRawDelete(), Response.Builder::setRawDelete);
			case RAWBATCHDELETE -> run(answers, id, this.rawRpcs.batchDelete, request.getRawBatchDelete(),
					Response.Builder::setRawBatchDelete);
			case RAWDELETERANGE -> run(answers, id, this.rawRpcs.deleteRange, request.getRawDeleteRange(),
					Response.Builder::setRawDeleteRange);
			case RAWSCAN -> run(answers, id, this.rawRpcs.scan, request.getRawScan(), Response.Builder::setRawScan);
			case RAWBATCHSCAN ->
				run(answers, id, this.rawRpcs.batchScan, request.getRawBatchScan(), Response.Builder::setRawBatchScan);
			default -> fail(answers, Status.UNIMPLEMENTED.withDescription("command " + request.getCmdCase()));
		}
	}

	private <Q extends Message, R extends Message> void run(Answers answers, long id, Rpc<Q, R> rpc, Q request,
			BiConsumer<Response.Builder, R> setter) {
		this.calls.run(rpc, request, new Reply<R>() {

			@Override
			public void send(R response) {
				Response.Builder wrapped = Response.newBuilder();
				setter.accept(wrapped, response);
				answer(answers, id, wrapped.build());
			}

			@Override
			public void fail(Status status) {
				CommandStream.this.fail(answers, status);
			}

		});
	}

	private synchronized void answer(Answers answers, long id, Response response) {
		this.unanswered--;
		answers.missing--;
		if (answers.collecting != null) {
			answers.collecting.addRequestIds(id).addResponses(response);
		}
		else if (!this.ended) {
			this.out.onNext(BatchCommandsResponse.newBuilder().addRequestIds(id).addResponses(response).build());
			endIfDone();
		}
	}

	private synchronized void fail(Answers answers, Status status) {
		this.unanswered--;
		answers.missing--;
		this.failure = status;
		if (answers.collecting == null) {
			endIfDone();
		}
	}

	private synchronized void flush(Answers answers) {
		BatchCommandsResponse.Builder collected = answers.collecting;
		answers.collecting = null;
		if (collected != null && collected.getResponsesCount() > 0 && !this.ended) {
			this.out.onNext(collected.build());
		}
		endIfDone();
	}

	/**
	 * The answers to one message, collected until they are flushed. Guarded by the
	 * stream.
	 */
	private static final class Answers {

		private BatchCommandsResponse.@Nullable Builder collecting = BatchCommandsResponse.newBuilder();

		private int missing;

		private Answers(int commands) {
			this.missing = commands;
		}

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
