package io.tito.client.internal.rpc;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.tito.client.ClientListener;
import io.tito.client.ClientTimeoutException;
import io.tito.client.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.tikv.shade.io.grpc.Status;

/**
 * The time that one operation, or all operations of one transaction together, may spend
 * on requests and pauses, and the count of its round trips. Used by one thread at a time.
 */
public final class Budget {

	private final Limits limits;

	private final int[] attempts = new int[Pause.values().length];

	private long left;

	private long deadline;

	private int trips;

	private boolean interruptible = true;

	private boolean interrupted;

	private Budget(Limits limits, Duration time) {
		this.limits = limits;
		this.left = time.toNanos();
		this.deadline = System.nanoTime() + this.left;
	}

	/**
	 * Begin an operation that shares the time with those before it.
	 */
	public void resume() {
		this.deadline = System.nanoTime() + this.left;
		Arrays.fill(this.attempts, 0);
	}

	/**
	 * End an operation: the time until the next one is the caller's own.
	 */
	public void suspend() {
		this.left = Math.max(0, remaining());
		if (this.interrupted) {
			this.interrupted = false;
			Thread.currentThread().interrupt();
		}
		this.interruptible = true;
	}

	/**
	 * From here on an interrupt must not hide an outcome: it is kept for later.
	 */
	public void withoutInterrupts() {
		this.interruptible = false;
	}

	/**
	 * Make sure that there is time for at least one more question.
	 */
	public void atLeastOneRequest() {
		this.deadline = Math.max(this.deadline, System.nanoTime() + this.limits.requestTimeout().toNanos());
	}

	public long remaining() {
		return this.deadline - System.nanoTime();
	}

	/**
	 * Requests that are awaited together are one trip.
	 */
	public void countTrip() {
		this.trips++;
	}

	public int trips() {
		return this.trips;
	}

	/**
	 * Wait for an answer, at most as long as one request may take.
	 * @param <A> the type of the answer
	 * @param pending the answer to come
	 * @return the answer
	 * @throws RpcException if there is none
	 */
	public <A> A await(Pending<A> pending) throws RpcException {
		long until = pending.startedAt() + Math.min(this.limits.requestTimeout().toNanos(), Math.max(0, remaining()));
		boolean failed = true;
		try {
			A answer = waitFor(pending, until);
			failed = false;
			return answer;
		}
		catch (ExecutionException | CancellationException ex) {
			throw failure(pending, ex);
		}
		catch (TimeoutException ex) {
			pending.abandon();
			throw new RpcException(Status.Code.DEADLINE_EXCEEDED, true, pending.name() + " was not answered in time",
					null);
		}
		finally {
			this.limits.listener().request(pending.name(), System.nanoTime() - pending.startedAt(), failed);
		}
	}

	private <A> A waitFor(Pending<A> pending, long until) throws ExecutionException, TimeoutException {
		while (true) {
			try {
				return pending.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				onInterrupt("waiting for " + pending.name());
			}
		}
	}

	private static RpcException failure(Pending<?> pending, Exception ex) {
		if (ex.getCause() instanceof RpcException rpc) {
			return rpc;
		}
		return new RpcException(Status.Code.UNKNOWN, true, pending.name() + " failed", ex);
	}

	/**
	 * Wait before a repetition.
	 * @param pause why
	 * @param cause what happened, for the message if the time is over
	 * @throws StoreUnavailableException if there is no time left because of a server
	 * @throws ClientTimeoutException if there is no time left because of a lock
	 */
	public void pause(Pause pause, String cause) {
		pause(pause, 0, cause, null);
	}

	public void pause(Pause pause, long atLeastMillis, String cause, @Nullable Throwable thrown) {
		this.limits.lifecycle().ensureOpen();
		long remaining = remaining();
		if (remaining <= 0) {
			throw exhausted(pause, cause, thrown);
		}
		this.limits.listener().retried(pause.label());
		long nanos = Math.max(pause.nanos(this.attempts[pause.ordinal()]++),
				TimeUnit.MILLISECONDS.toNanos(atLeastMillis));
		long from = System.nanoTime();
		sleep(Math.min(nanos, remaining));
		this.limits.listener().waited(pause.label(), System.nanoTime() - from);
	}

	private static RuntimeException exhausted(Pause pause, String cause, @Nullable Throwable thrown) {
		if (pause.isLock()) {
			return new ClientTimeoutException(
					"Gave up waiting for another transaction: " + cause + ". Run it again, or allow a longer timeout",
					thrown);
		}
		return new StoreUnavailableException(
				"No answer within the time for retries: " + cause + ". Check that PD and all TiKV stores are up",
				thrown);
	}

	private void sleep(long nanos) {
		long until = System.nanoTime() + nanos;
		while (until - System.nanoTime() > 0) {
			try {
				TimeUnit.NANOSECONDS.sleep(until - System.nanoTime());
				return;
			}
			catch (InterruptedException ex) {
				onInterrupt("pausing before a repetition");
			}
		}
	}

	private void onInterrupt(String where) {
		if (this.interruptible) {
			Thread.currentThread().interrupt();
			throw new ClientTimeoutException("The thread was interrupted while " + where, null);
		}
		this.interrupted = true;
	}

	/**
	 * What all budgets of a client have in common.
	 *
	 * @param lifecycle whether the client is open
	 * @param listener told of requests and repetitions
	 * @param requestTimeout the time of one request
	 */
	public record Limits(Lifecycle lifecycle, ClientListener listener, Duration requestTimeout) {

		private static final int REQUESTS_PER_OPERATION = 4;

		public Budget operation() {
			// not multipliedBy, which calculates with decimals
			return lasting(Duration.ofNanos(this.requestTimeout.toNanos() * REQUESTS_PER_OPERATION));
		}

		public Budget lasting(Duration time) {
			return new Budget(this, time);
		}

		/**
		 * For work that outlives the operation that caused it.
		 * @return a budget that interrupts do not cut short
		 */
		public Budget background() {
			Budget budget = operation();
			budget.withoutInterrupts();
			return budget;
		}

	}

}
