package io.tito.client.internal.request;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that nobody waits for: commits of secondary keys, rollbacks, removal of locks that
 * were decided. If too much of it piles up, those who bring more do it themselves.
 * Thread-safe.
 */
public final class Background {

	private static final Logger logger = LoggerFactory.getLogger(Background.class);

	private static final int THREADS = 4;

	private static final int WAITING = 1024;

	private final Set<CompletableFuture<?>> underway = ConcurrentHashMap.newKeySet();

	private final ThreadPoolExecutor executor;

	public Background() {
		this.executor = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS,
				new ArrayBlockingQueue<>(WAITING), threads("tito-client-background-"),
				new ThreadPoolExecutor.CallerRunsPolicy());
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Daemon threads with numbered names.
	 * @param prefix the beginning of the names
	 * @return the factory
	 */
	public static ThreadFactory threads(String prefix) {
		AtomicInteger number = new AtomicInteger();
		return (work) -> {
			Thread thread = new Thread(work, prefix + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

	/**
	 * Do something soon. What it throws is logged: whoever needs its effect next will
	 * repair what is missing.
	 * @param what a few words for the log
	 * @param work what to do
	 */
	public void run(String what, Runnable work) {
		try {
			this.executor.execute(() -> guarded(what, work));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Not done because the client is closed: {}", what);
		}
	}

	/**
	 * Wait for an answer without a thread.
	 * @param <A> the type of the answer
	 * @param what a few words for the log
	 * @param pending the answer to come
	 * @param settled whether nothing is left to do; asked on a thread of the transport,
	 * with the answer
	 * @param otherwise what to do if there is, or if there is no answer
	 */
	public <A> void follow(String what, CompletableFuture<A> pending, Predicate<A> settled, Runnable otherwise) {
		this.underway.add(pending);
		pending.whenComplete((answer, failure) -> {
			if (failure != null || !settled.test(answer)) {
				runUnlessBusy(what, otherwise);
			}
			this.underway.remove(pending);
		});
	}

	/**
	 * A thread of the transport must not do the work itself: it would wait for itself.
	 */
	private void runUnlessBusy(String what, Runnable work) {
		if (this.executor.getQueue().remainingCapacity() > WAITING / 2) {
			run(what, work);
		}
		else {
			logger.debug("Left to others, as there is too much to do: {}", what);
		}
	}

	private static void guarded(String what, Runnable work) {
		try {
			work.run();
		}
		catch (RuntimeException ex) {
			logger.debug("Left to others: {}", what, ex);
		}
	}

	/**
	 * Finish what was begun.
	 * @param most how long to wait
	 */
	public void close(Duration most) {
		long until = System.nanoTime() + most.toNanos();
		awaitUnderway(most);
		this.executor.shutdown();
		try {
			if (!this.executor.awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
				logger.warn("Closed before all transactions were cleaned up; readers will do it after the locks' time");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.executor.shutdownNow();
	}

	private void awaitUnderway(Duration most) {
		try {
			CompletableFuture.allOf(this.underway.toArray(CompletableFuture<?>[]::new))
				.get(most.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("Some locks are left to readers: not all answers came", ex);
		}
	}

}
