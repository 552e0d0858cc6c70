package io.tito.client.internal.rpc;

import org.tikv.kvproto.Tikvpb.BatchCommandsRequest.Request;
import org.tikv.kvproto.Tikvpb.BatchCommandsResponse.Response;
import org.tikv.shade.io.grpc.Status;

/**
 * A command on its way through a {@link BatchStream}.
 */
final class BatchCall<A> extends Pending<A> {

	private final Rpc<?, A> rpc;

	private final BatchStream stream;

	private final Request command;

	private volatile long id;

	BatchCall(Rpc<?, A> rpc, BatchStream stream, Request command) {
		super(rpc.name());
		this.rpc = rpc;
		this.stream = stream;
		this.command = command;
	}

	Request command() {
		return this.command;
	}

	void sentAs(long number) {
		this.id = number;
	}

	void answered(Response response) {
		A answer = this.rpc.answer(response);
		if (answer != null) {
			complete(answer);
		}
		else {
			completeExceptionally(new RpcException(Status.Code.INTERNAL, true,
					name() + " was answered with " + response.getCmdCase(), null));
		}
	}

	void failed(RpcException failure) {
		completeExceptionally((this.id != 0) ? failure : failure.unsent());
	}

	@Override
	protected void abandon() {
		super.abandon();
		this.stream.forget(this.id, startedAt());
	}

}
