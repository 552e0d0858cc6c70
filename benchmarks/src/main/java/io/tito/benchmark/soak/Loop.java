package io.tito.benchmark.soak;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * A thread that does one thing again and again until it is stopped. What it throws is a
 * violation.
 */
final class Loop {

	private static final long STOP_MILLIS = 120_000;

	private final Thread thread;

	private volatile boolean stopped;

	private Loop(String name, Step step, LongSupplier pauseNanos, Tally tally) {
		this.thread = new Thread(() -> run(step, pauseNanos, tally), name);
		this.thread.setDaemon(true);
	}

	static Loop start(String name, Step step, LongSupplier pauseNanos, Tally tally) {
		Loop loop = new Loop(name, step, pauseNanos, tally);
		loop.thread.start();
		return loop;
	}

	private void run(Step step, LongSupplier pauseNanos, Tally tally) {
		while (!this.stopped) {
			long next = System.nanoTime() + pauseNanos.getAsLong();
			try {
				step.runOnce();
			}
			catch (Exception ex) {
				tally.violated(this.thread.getName() + " failed: " + trace(ex));
				return;
			}
			while (!this.stopped && next - System.nanoTime() > 0) {
				LockSupport.parkNanos(Math.min(TimeUnit.SECONDS.toNanos(1), next - System.nanoTime()));
			}
		}
	}

	static String trace(Exception ex) {
		StringWriter text = new StringWriter();
		ex.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	void stop(Tally tally) throws InterruptedException {
		this.stopped = true;
		LockSupport.unpark(this.thread);
		this.thread.join(STOP_MILLIS);
		if (this.thread.isAlive()) {
			StringBuilder where = new StringBuilder();
			for (StackTraceElement element : this.thread.getStackTrace()) {
				where.append("\n\tat ").append(element);
			}
			tally.violated(this.thread.getName() + " did not end: " + where);
		}
	}

	/**
	 * What is done again and again.
	 */
	@FunctionalInterface
	interface Step {

		void runOnce() throws Exception;

	}

}
