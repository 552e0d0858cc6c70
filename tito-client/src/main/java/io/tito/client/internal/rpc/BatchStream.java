package io.tito.client.internal.rpc;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.tito.client.ClientListener;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.kvproto.Tikvpb.BatchCommandsRequest;
import org.tikv.kvproto.Tikvpb.BatchCommandsResponse;
import org.tikv.shade.com.google.common.util.concurrent.MoreExecutors;
import org.tikv.shade.io.grpc.Channel;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.stub.ClientCallStreamObserver;
import org.tikv.shade.io.grpc.stub.ClientResponseObserver;
import org.tikv.shade.io.netty.util.internal.ThreadExecutorMap;

/**
 * A stream of commands to one store. What queues up while the transport is busy goes out
 * as one message, so load makes batches and an idle stream adds no delay. Answers come in
 * any order and find their call by number. When the stream breaks all its calls fail, and
 * a new stream takes over.
 * <p>
 * Thread-safe; messages are made on the thread of the transport, which has to be woken
 * for each of them anyway.
 */
final class BatchStream implements ClientResponseObserver<BatchCommandsRequest, BatchCommandsResponse> {

	private static final int MAX_COMMANDS = 128;

	private static final int MAX_BYTES = 1 << 20;

	private final Queue<BatchCall<?>> queue = new ConcurrentLinkedQueue<>();

	private final Map<Long, BatchCall<?>> sent = new ConcurrentHashMap<>();

	private final AtomicInteger work = new AtomicInteger();

	private volatile @Nullable ClientCallStreamObserver<BatchCommandsRequest> requests;

	private volatile @Nullable RpcException failure;

	private volatile @Nullable Executor transport;

	private volatile long lastAnswer = System.nanoTime();

	private long lastId;

	private final ClientListener listener;

	private BatchStream(ClientListener listener) {
		this.listener = listener;
	}

	static BatchStream open(Channel channel, ClientListener listener) {
		BatchStream stream = new BatchStream(listener);
		TikvGrpc.newStub(channel).withExecutor(MoreExecutors.directExecutor()).batchCommands(stream);
		return stream;
	}

	@Nullable RpcException failure() {
		return this.failure;
	}

	<Q, A> Pending<A> send(Rpc<Q, A> rpc, Q request) {
		Pending<A> call = enqueue(rpc, request);
		flush();
		return call;
	}

	/**
	 * Have a request sent at the next {@link #flush}, or earlier with those of others.
	 */
	<Q, A> Pending<A> enqueue(Rpc<Q, A> rpc, Q request) {
		BatchCall<A> call = new BatchCall<>(rpc, this, rpc.command(request));
		this.queue.add(call);
		return call;
	}

	void flush() {
		if (this.work.getAndIncrement() != 0) {
			return;
		}
		Executor loop = this.transport;
		if (loop == null) {
			drainAll();
			return;
		}
		try {
			loop.execute(this::drainAll);
		}
		catch (RejectedExecutionException ex) {
			drainAll();
		}
	}

	private void drainAll() {
		int seen = 1;
		do {
			sendQueued();
			seen = this.work.addAndGet(-seen);
		}
		while (seen != 0);
	}

	private void sendQueued() {
		ClientCallStreamObserver<BatchCommandsRequest> observer = this.requests;
		while (this.failure == null && observer != null && observer.isReady() && !this.queue.isEmpty()) {
			BatchCommandsRequest batch = nextBatch();
			if (batch.getRequestsCount() > 0) {
				send(observer, batch);
			}
		}
		RpcException failed = this.failure;
		if (failed != null) {
			failAll(failed);
		}
	}

	private BatchCommandsRequest nextBatch() {
		BatchCommandsRequest.Builder batch = BatchCommandsRequest.newBuilder();
		int bytes = 0;
		while (batch.getRequestsCount() < MAX_COMMANDS && bytes < MAX_BYTES) {
			BatchCall<?> call = this.queue.poll();
			if (call == null) {
				break;
			}
			if (!call.isDone()) {
				long id = ++this.lastId;
				call.sentAs(id);
				this.sent.put(id, call);
				batch.addRequests(call.command()).addRequestIds(id);
				bytes += call.command().getSerializedSize();
			}
		}
		return batch.build();
	}

	private void send(ClientCallStreamObserver<BatchCommandsRequest> observer, BatchCommandsRequest batch) {
		try {
			observer.onNext(batch);
			this.listener.batch(batch.getRequestsCount());
		}
		catch (RuntimeException ex) {
			this.failure = RpcException.of(ex, true);
		}
	}

	private void failAll(RpcException failed) {
		for (BatchCall<?> call = this.queue.poll(); call != null; call = this.queue.poll()) {
			call.failed(failed);
		}
		for (Long id : this.sent.keySet()) {
			BatchCall<?> call = this.sent.remove(id);
			if (call != null) {
				call.failed(failed);
			}
		}
	}

	/**
	 * A call was given up. If nothing at all was answered since it was made, the stream
	 * is taken for dead.
	 */
	void forget(long id, long since) {
		this.sent.remove(id);
		if (this.lastAnswer - since < 0) {
			cancel("No answer from the store");
		}
	}

	void cancel(String reason) {
		ClientCallStreamObserver<BatchCommandsRequest> observer = this.requests;
		if (observer != null && this.failure == null) {
			observer.cancel(reason, null);
		}
	}

	@Override
	public void beforeStart(ClientCallStreamObserver<BatchCommandsRequest> stream) {
		this.requests = stream;
		stream.setOnReadyHandler(() -> {
			this.transport = ThreadExecutorMap.currentExecutor();
			flush();
		});
	}

	@Override
	public void onNext(BatchCommandsResponse batch) {
		this.lastAnswer = System.nanoTime();
		for (int i = 0; i < batch.getResponsesCount(); i++) {
			BatchCall<?> call = this.sent.remove(batch.getRequestIds(i));
			if (call != null) {
				call.answered(batch.getResponses(i));
			}
		}
	}

	@Override
	public void onError(Throwable ex) {
		this.failure = RpcException.of(ex, true);
		flush();
	}

	@Override
	public void onCompleted() {
		onError(Status.UNAVAILABLE.withDescription("The store ended the stream").asException());
	}

}
