package io.tito.listener.container;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * The threads of a run of listeners: given from outside, or made when they are needed.
 * Thread-safe.
 */
final class ListenerThreads {

	private final @Nullable ExecutorService own;

	private final Executor executor;

	private final ScheduledThreadPoolExecutor timer;

	private final Set<Thread> busy = new HashSet<>();

	private boolean interrupted;

	ListenerThreads(@Nullable Executor given) {
		this.own = (given != null) ? null : Executors.newCachedThreadPool(factory("tito-listener-"));
		this.executor = (given != null) ? (task) -> given.execute(() -> run(task)) : Objects.requireNonNull(this.own);
		this.timer = new ScheduledThreadPoolExecutor(1, factory("tito-handler-timeout-"));
		this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	/**
	 * The share of one listener.
	 * @param concurrency how many tasks at once
	 * @return runs tasks
	 */
	Executor share(int concurrency) {
		return new BoundedExecutor(this.executor, concurrency);
	}

	ScheduledExecutorService timer() {
		return this.timer;
	}

	void interrupt() {
		if (this.own != null) {
			this.own.shutdownNow();
			return;
		}
		synchronized (this.busy) {
			this.interrupted = true;
			this.busy.forEach(Thread::interrupt);
		}
	}

	void close() {
		this.timer.shutdownNow();
		if (this.own != null) {
			this.own.shutdown();
		}
	}

	/**
	 * Run a task on a thread that is not ours: it may be interrupted while the task runs,
	 * and not after that.
	 */
	private void run(Runnable task) {
		boolean outermost;
		synchronized (this.busy) {
			outermost = this.busy.add(Thread.currentThread());
		}
		try {
			task.run();
		}
		finally {
			if (outermost) {
				end();
			}
		}
	}

	private void end() {
		synchronized (this.busy) {
			this.busy.remove(Thread.currentThread());
			if (this.interrupted) {
				Thread.interrupted();
			}
		}
	}

	private static ThreadFactory factory(String prefix) {
		AtomicInteger number = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(task, prefix + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

}
