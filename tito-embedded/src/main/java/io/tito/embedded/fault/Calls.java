package io.tito.embedded.fault;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.shade.com.google.protobuf.Message;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;

/**
 * Runs requests: counts them, lets faults have their way, answers. Thread-safe.
 */
public final class Calls {

	private static final Logger logger = LoggerFactory.getLogger(Calls.class);

	private final Faults faults;

	/**
	 * What is wrong with the disk, as it was logged last: from then on each request meets
	 * it.
	 */
	private final AtomicReference<String> logged = new AtomicReference<>("");

	public Calls(Faults faults) {
		this.faults = faults;
	}

	/**
	 * Count something besides the requests that {@link #run} counts.
	 * @param name what
	 * @param count how many
	 */
	public void count(String name, long count) {
		this.faults.count(name, count);
	}

	/**
	 * Run one request. The answer is given before this method returns unless a fault
	 * delays it.
	 * @param <Q> the type of the request
	 * @param <R> the type of the response
	 * @param rpc the RPC
	 * @param request the request
	 * @param reply where the answer goes
	 */
	public <Q extends Message, R extends Message> void run(Rpc<Q, R> rpc, Q request, Reply<R> reply) {
		this.faults.count(rpc.name(), 1);
		FaultAction action = this.faults.meet(rpc.name(), request);
		if (action == null) {
			answer(rpc, request, reply);
		}
		else {
			logger.debug("{} meets {}", rpc.name(), action);
			misbehave(action, rpc, request, reply);
		}
	}

	private <Q extends Message, R extends Message> void misbehave(FaultAction action, Rpc<Q, R> rpc, Q request,
			Reply<R> reply) {
		if (action instanceof FaultAction.DropBefore) {
			reply.fail(lost(rpc.name()));
		}
		else if (action instanceof FaultAction.DropAfter) {
			answer(rpc, request, new Swallowed<>(() -> reply.fail(lost(rpc.name()))));
		}
		else if (action instanceof FaultAction.RegionError error) {
			guard(reply, rpc.name(), () -> reply.send(rpc.regionError(error.error())));
		}
		else if (action instanceof FaultAction.KeyFailure error) {
			guard(reply, rpc.name(), () -> reply.send(rpc.keyError(error.error())));
		}
		else if (action instanceof FaultAction.Duplicate) {
			answer(rpc, request, new Swallowed<>(() -> answer(rpc, request, reply)));
		}
		else {
			answerLater(action, rpc, request, reply);
		}
	}

	private <Q extends Message, R extends Message> void answerLater(FaultAction action, Rpc<Q, R> rpc, Q request,
			Reply<R> reply) {
		if (action instanceof FaultAction.Before first) {
			guard(reply, rpc.name(), () -> {
				first.work().run();
				rpc.handler().handle(request, reply::send);
			});
		}
		else if (action instanceof FaultAction.After then) {
			guard(reply, rpc.name(), () -> rpc.handler().handle(request, (response) -> {
				then.work().run();
				reply.send(response);
			}));
		}
		else if (action instanceof FaultAction.Delay delay) {
			CompletableFuture.delayedExecutor(delay.duration().toNanos(), TimeUnit.NANOSECONDS)
				.execute(() -> answer(rpc, request, reply));
		}
		else if (action instanceof FaultAction.Hold hold && hold.isAfter()) {
			answer(rpc, request, new Held<>(hold, reply));
		}
		else if (action instanceof FaultAction.Hold hold) {
			hold.hold(() -> answer(rpc, request, reply));
		}
	}

	private static Status lost(String name) {
		return Status.UNAVAILABLE.withDescription("fault: " + name + " lost");
	}

	private <Q extends Message, R extends Message> void answer(Rpc<Q, R> rpc, Q request, Reply<R> reply) {
		guard(reply, rpc.name(), () -> rpc.handler().handle(request, reply::send));
	}

	private void guard(Reply<?> reply, String name, Runnable work) {
		try {
			work.run();
		}
		catch (StatusRuntimeException ex) {
			reply.fail(ex.getStatus());
		}
		catch (UncheckedIOException ex) {
			String problem = String.valueOf(ex.getMessage());
			if (!problem.equals(this.logged.getAndSet(problem))) {
				logger.error("{} failed, and so will others: {}", name, problem, ex);
			}
			reply.fail(Status.INTERNAL.withDescription(name + " failed: " + problem));
		}
		catch (RuntimeException ex) {
			logger.warn("{} failed; the request is one that TiKV does not take, or this server has a fault", name, ex);
			reply.fail(Status.INTERNAL.withDescription(name + " failed: " + ex));
		}
	}

	private record Swallowed<R>(Runnable instead) implements Reply<R> {

		@Override
		public void send(R response) {
			this.instead.run();
		}

		@Override
		public void fail(Status status) {
			this.instead.run();
		}

	}

	private record Held<R>(FaultAction.Hold hold, Reply<R> reply) implements Reply<R> {

		@Override
		public void send(R response) {
			this.hold.hold(() -> this.reply.send(response));
		}

		@Override
		public void fail(Status status) {
			this.hold.hold(() -> this.reply.fail(status));
		}

	}

}
