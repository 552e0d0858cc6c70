package io.tito.embedded.rpc;

import java.util.function.BiConsumer;

import io.tito.embedded.fault.Calls;
import io.tito.embedded.fault.Reply;
import io.tito.embedded.fault.Rpc;
import io.tito.embedded.storage.Durability;
import org.tikv.kvproto.Tikvpb.BatchCommandsEmptyResponse;
import org.tikv.kvproto.Tikvpb.BatchCommandsRequest;
import org.tikv.kvproto.Tikvpb.BatchCommandsResponse.Response;
import org.tikv.shade.com.google.protobuf.Message;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * One stream of batched commands. The commands of a message run in order and are answered
 * together, or in two parts if some of them wait for the disk; those that a fault or a
 * lock delays are answered later. A command whose answer is lost breaks the stream, after
 * the other answers of its message.
 */
final class CommandStream implements StreamObserver<BatchCommandsRequest> {

	private final Calls calls;

	private final TikvRpcs rpcs;

	private final RawRpcs rawRpcs;

	private final Durability durability;

	private final StreamAnswers answers;

	/**
	 * Serve a stream.
	 * @param calls runs the commands
	 * @param rpcs those of transactions
	 * @param rawRpcs those of raw keys
	 * @param durability what the answers of those who write wait for
	 * @param answers where answers go
	 */
	CommandStream(Calls calls, TikvRpcs rpcs, RawRpcs rawRpcs, Durability durability, StreamAnswers answers) {
		this.calls = calls;
		this.rpcs = rpcs;
		this.rawRpcs = rawRpcs;
		this.durability = durability;
		this.answers = answers;
	}

	@Override
	public void onNext(BatchCommandsRequest batch) {
		this.calls.count("BatchCommands", 1);
		StreamAnswers.Message answers = this.answers.begin(batch.getRequestsCount());
		boolean waits = this.durability.together(() -> run(answers, batch), answers::sendAll);
		if (waits && !answers.isComplete()) {
			// those who only read need not wait for the disk
			answers.sendPart();
		}
		else {
			answers.sendAll();
		}
	}

	private void run(StreamAnswers.Message answers, BatchCommandsRequest batch) {
		for (int i = 0; i < batch.getRequestsCount(); i++) {
			run(answers, batch.getRequestIds(i), batch.getRequests(i));
		}
	}

	private void run(StreamAnswers.Message answers, long id, BatchCommandsRequest.Request request) {
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
			case EMPTY -> answers.add(id,
					Response.newBuilder()
						.setEmpty(BatchCommandsEmptyResponse.newBuilder().setTestId(request.getEmpty().getTestId()))
						.build());
			default -> runRaw(answers, id, request);
		}
	}

	private void runRaw(StreamAnswers.Message answers, long id, BatchCommandsRequest.Request request) {
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
			default -> answers.fail(Status.UNIMPLEMENTED.withDescription("command " + request.getCmdCase()));
		}
	}

	private <Q extends Message, R extends Message> void run(StreamAnswers.Message answers, long id, Rpc<Q, R> rpc,
			Q request, BiConsumer<Response.Builder, R> setter) {
		this.calls.run(rpc, request, new Reply<R>() {

			@Override
			public void send(R response) {
				Response.Builder wrapped = Response.newBuilder();
				setter.accept(wrapped, response);
				answers.add(id, wrapped.build());
			}

			@Override
			public void fail(Status status) {
				answers.fail(status);
			}

		});
	}

	@Override
	public void onCompleted() {
		this.answers.halfClose();
	}

	@Override
	public void onError(Throwable cause) {
		this.answers.cancel();
	}

}
