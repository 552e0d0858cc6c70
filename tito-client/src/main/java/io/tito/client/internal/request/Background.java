package io.tito.client.internal.request;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

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
		this.executor.shutdown();
		try {
			if (!this.executor.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("Closed before all transactions were cleaned up; readers will do it after the locks' time");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.executor.shutdownNow();
	}

}
