package io.tito.benchmark.peer.product;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.gruelbox.transactionoutbox.TransactionOutbox;
import io.tito.benchmark.peer.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executor and the flush that an application brings along.
 */
final class GruelboxConsumer {

	private static final Logger logger = LoggerFactory.getLogger(GruelboxConsumer.class);

	private static final int QUEUE = 16_384;

	/**
	 * A flush would only reserve what the queue then rejects.
	 */
	private static final int FULL = QUEUE / 4;

	private static final long FULL_MILLIS = 2;

	private static final long IDLE_MILLIS = 2_000;

	private static final long STOP_SECONDS = 20;

	private final TransactionOutbox outbox;

	private final boolean ordered;

	private final long pause;

	private final ThreadPoolExecutor executor;

	private final Thread flusher = new Thread(this::flush, "gruelbox-flush");

	private boolean catchUp;

	private volatile boolean running = true;

	GruelboxConsumer(TransactionOutbox outbox, Settings settings, boolean ordered, boolean backlog) {
		this.outbox = outbox;
		this.ordered = ordered;
		this.pause = ordered ? settings.pollMillis() : IDLE_MILLIS;
		this.catchUp = ordered || backlog;
		this.executor = new ThreadPoolExecutor(settings.workers(), settings.workers(), 1, TimeUnit.MINUTES,
				new ArrayBlockingQueue<>(QUEUE));
	}

	void start() {
		this.flusher.start();
	}

	void execute(Runnable task) {
		this.executor.execute(task);
	}

	private void flush() {
		while (this.running) {
			try {
				flushOnce();
			}
			catch (InterruptedException ex) {
				return;
			}
			catch (RuntimeException ex) {
				if (this.running) {
					logger.warn("A flush failed and is tried again", ex);
				}
			}
		}
	}

	private void flushOnce() throws InterruptedException {
		int queued = this.executor.getQueue().size();
		if (!this.ordered && queued > FULL) {
			Thread.sleep(FULL_MILLIS);
		}
		else if (!((this.catchUp || queued == 0) && this.outbox.flush())) {
			this.catchUp = this.ordered;
			Thread.sleep(this.pause);
		}
	}

	void stop() throws InterruptedException {
		this.running = false;
		this.flusher.interrupt();
		this.flusher.join();
		this.executor.shutdown();
		this.executor.getQueue().clear();
		this.executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
	}

}
