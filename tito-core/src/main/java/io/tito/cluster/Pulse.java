package io.tito.cluster;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one daemon thread that keeps a membership up: repeats its work at an interval,
 * whatever fails. Thread-safe.
 */
final class Pulse {

	private static final Logger logger = LoggerFactory.getLogger(Pulse.class);

	private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, Pulse::daemon);

	private volatile boolean failing;

	Pulse(Runnable work, Duration interval) {
		this.thread.scheduleWithFixedDelay(() -> guarded(work), interval.toNanos(), interval.toNanos(),
				TimeUnit.NANOSECONDS);
	}

	/**
	 * Do something on the thread as soon as it is free.
	 */
	void soon(Runnable work) {
		this.thread.execute(() -> guarded(work));
	}

	/**
	 * Let the work in hand end, and do no more.
	 */
	void stop(Duration atMost) {
		this.thread.shutdown();
		try {
			if (!this.thread.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
				this.thread.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			this.thread.shutdownNow();
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * What fails is tried again anyway; only the first failure in a row is worth a
	 * warning.
	 */
	private void guarded(Runnable work) {
		try {
			work.run();
			this.failing = false;
		}
		catch (RuntimeException ex) {
			if (!this.failing) {
				logger.warn("This instance could not keep up its membership and tries again: {}", ex.toString());
			}
			this.failing = true;
			logger.debug("The membership could not be kept up", ex);
		}
	}

	private static Thread daemon(Runnable work) {
		Thread thread = new Thread(work, "tito-cluster");
		thread.setDaemon(true);
		return thread;
	}

}
