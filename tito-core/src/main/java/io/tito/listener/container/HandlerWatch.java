package io.tito.listener.container;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.tito.listener.HandlerTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts calls of one listener that take too long. All calls have the same time, so
 * the timer is needed about once in that time, and not for each call. Thread-safe.
 */
final class HandlerWatch {

	private final @Nullable Duration timeout;

	private final ScheduledExecutorService timer;

	private final Set<Call> calls = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean ticking = new AtomicBoolean();

	/**
	 * Create a watch.
	 * @param timeout how long a call may take; null for as long as it likes
	 * @param timer interrupts the calls
	 */
	HandlerWatch(@Nullable Duration timeout, ScheduledExecutorService timer) {
		this.timeout = timeout;
		this.timer = timer;
	}

	@Nullable Duration timeout() {
		return this.timeout;
	}

	/**
	 * Call, and interrupt the call when its time is over.
	 * @throws HandlerTimeoutException if it took too long, however it ended
	 * @throws Exception what the call threw
	 */
	<T> T call(Callable<T> work) throws Exception {
		Duration limit = this.timeout;
		if (limit == null) {
			return work.call();
		}
		Call call = new Call(Thread.currentThread(), System.nanoTime() + limit.toNanos());
		this.calls.add(call);
		tick(limit.toNanos());
		Throwable thrown = null;
		try {
			T result = work.call();
			if (call.end()) {
				return result;
			}
		}
		catch (Throwable ex) {
			if (call.end()) {
				throw ex;
			}
			thrown = ex;
		}
		finally {
			this.calls.remove(call);
		}
		throw new HandlerTimeoutException(limit, thrown);
	}

	private void tick(long nanos) {
		if (!this.calls.isEmpty() && this.ticking.compareAndSet(false, true)) {
			try {
				this.timer.schedule(this::runOnce, nanos, TimeUnit.NANOSECONDS);
			}
			catch (RejectedExecutionException ex) {
				// closed: nothing is watched any more
				this.ticking.set(false);
			}
		}
	}

	private void runOnce() {
		long now = System.nanoTime();
		long next = Long.MAX_VALUE;
		for (Call call : this.calls) {
			long left = call.deadline - now;
			if (left > 0) {
				next = Math.min(next, left);
			}
			else {
				call.expire();
			}
		}
		this.ticking.set(false);
		if (next < Long.MAX_VALUE) {
			tick(next);
		}
		else if (this.calls.stream().anyMatch(Call::isRunning)) {
			// begun while nobody was looking
			tick(0);
		}
	}

	private static final class Call {

		private static final int RUNNING = 0;

		private static final int INTERRUPTING = 1;

		private static final int EXPIRED = 2;

		private static final int ENDED = 3;

		private final Thread thread;

		private final long deadline;

		private final AtomicInteger state = new AtomicInteger(RUNNING);

		Call(Thread thread, long deadline) {
			this.thread = thread;
			this.deadline = deadline;
		}

		boolean isRunning() {
			return this.state.get() == RUNNING;
		}

		void expire() {
			if (this.state.compareAndSet(RUNNING, INTERRUPTING)) {
				this.thread.interrupt();
				this.state.set(EXPIRED);
			}
		}

		/**
		 * End the call on its own thread. Afterwards no interruption is under way.
		 * @return whether it ended in time
		 */
		boolean end() {
			if (this.state.compareAndSet(RUNNING, ENDED)) {
				return true;
			}
			while (this.state.get() == INTERRUPTING) {
				Thread.onSpinWait();
			}
			// the thread serves other events next
			Thread.interrupted();
			return false;
		}

	}

}
