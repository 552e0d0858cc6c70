package io.tito.listener.container;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The share of one listener in threads that many use: at most so many tasks at once, the
 * others wait in order. Submitting never blocks. Thread-safe.
 */
final class BoundedExecutor implements Executor {

	private final Executor threads;

	private final int limit;

	private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicInteger running = new AtomicInteger();

	BoundedExecutor(Executor threads, int limit) {
		this.threads = threads;
		this.limit = limit;
	}

	@Override
	public void execute(Runnable task) {
		this.waiting.add(task);
		if (reserve()) {
			try {
				this.threads.execute(this::drain);
			}
			catch (RejectedExecutionException ex) {
				this.running.decrementAndGet();
				if (this.waiting.remove(task)) {
					throw ex;
				}
			}
		}
	}

	private void drain() {
		do {
			try {
				for (Runnable task = this.waiting.poll(); task != null; task = this.waiting.poll()) {
					task.run();
				}
			}
			finally {
				this.running.decrementAndGet();
			}
			// a task that came between the last look and the decrement has no thread
		}
		while (!this.waiting.isEmpty() && reserve());
	}

	private boolean reserve() {
		int now = this.running.get();
		while (now < this.limit) {
			if (this.running.compareAndSet(now, now + 1)) {
				return true;
			}
			now = this.running.get();
		}
		return false;
	}

}
