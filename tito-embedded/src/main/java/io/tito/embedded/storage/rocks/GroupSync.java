package io.tito.embedded.storage.rocks;

import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forces the log to the disk: one thread, one sync for all who came while the last one
 * ran. Thread-safe.
 */
final class GroupSync implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(GroupSync.class);

	private final Runnable sync;

	private final Thread thread;

	private List<Runnable> waiting = new ArrayList<>();

	private boolean closed;

	GroupSync(Runnable sync) {
		this.sync = sync;
		this.thread = new Thread(this::run, "tito-embedded-sync");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/**
	 * Run something after the next sync; never, if the log cannot be synced or this is
	 * closed.
	 * @param next what to run
	 */
	synchronized void after(Runnable next) {
		this.waiting.add(next);
		notifyAll();
	}

	private void run() {
		try {
			List<Runnable> group = next();
			while (!group.isEmpty()) {
				this.sync.run();
				group.forEach(GroupSync::runOne);
				group = next();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			// to answer would be to promise what may not be on the disk
			logger.error("The log cannot be forced to the disk: nothing is answered any more; "
					+ "free the disk and start the server again", ex);
		}
	}

	private synchronized List<Runnable> next() throws InterruptedException {
		while (this.waiting.isEmpty() && !this.closed) {
			wait();
		}
		List<Runnable> group = this.closed ? List.of() : this.waiting;
		this.waiting = new ArrayList<>();
		return group;
	}

	private static void runOne(Runnable next) {
		try {
			next.run();
		}
		catch (RuntimeException ex) {
			logger.debug("A request could not be answered", ex);
		}
	}

	/**
	 * Stop, after the sync that is under way.
	 */
	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
			notifyAll();
		}
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
