package io.tito.listener.container;

import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs tasks side by side. The calling thread takes part, so there is progress even if
 * every other thread of the executor is busy. Thread-safe.
 */
final class Parallel {

	private final Executor executor;

	private final int threads;

	Parallel(Executor executor, int threads) {
		this.executor = executor;
		this.threads = threads;
	}

	/**
	 * Run tasks and wait for all of them.
	 * @param tasks the tasks, which do not throw
	 */
	void run(Collection<? extends Runnable> tasks) {
		if (tasks.size() == 1) {
			tasks.iterator().next().run();
			return;
		}
		Queue<Runnable> queue = new ConcurrentLinkedQueue<>(tasks);
		CountDownLatch done = new CountDownLatch(tasks.size());
		int helpers = Math.min(this.threads, tasks.size()) - 1;
		for (int i = 0; i < helpers && help(queue, done); i++) {
			continue;
		}
		drain(queue, done);
		awaitUninterruptibly(done);
	}

	private boolean help(Queue<Runnable> queue, CountDownLatch done) {
		try {
			this.executor.execute(() -> drain(queue, done));
			return true;
		}
		catch (RejectedExecutionException ex) {
			// no help, then
			return false;
		}
	}

	private static void drain(Queue<Runnable> queue, CountDownLatch done) {
		for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
			try {
				task.run();
			}
			finally {
				done.countDown();
			}
		}
	}

	private static void awaitUninterruptibly(CountDownLatch done) {
		boolean interrupted = false;
		while (done.getCount() > 0) {
			try {
				done.await();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
