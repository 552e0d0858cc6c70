package io.tito.embedded.storage.rocks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.shade.com.google.common.util.concurrent.Uninterruptibles;

/**
 * Forces the log to the disk: one sync for all who came while the last one ran. Two
 * threads take turns, so that the next sync need not wait until all of the last one are
 * answered. Thread-safe.
 */
final class GroupSync implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(GroupSync.class);

	private static final int THREADS = 2;

	private final Runnable sync;

	private final Runnable afterwards;

	private final List<Thread> threads = new ArrayList<>();

	private final ReentrantLock turn = new ReentrantLock();

	private List<Runnable> waiting = new ArrayList<>();

	private boolean closed;

	/**
	 * Start.
	 * @param sync forces the log to the disk
	 * @param afterwards what is to be done beside the next sync, once all of a group are
	 * answered
	 */
	GroupSync(Runnable sync, Runnable afterwards) {
		this.sync = sync;
		this.afterwards = afterwards;
		for (int i = 1; i <= THREADS; i++) {
			Thread thread = new Thread(this::run, "tito-embedded-sync-" + i);
			thread.setDaemon(true);
			this.threads.add(thread);
		}
		this.threads.forEach(Thread::start);
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
			List<Runnable> group = syncNext();
			while (!group.isEmpty()) {
				group.forEach(GroupSync::runOne);
				runOne(this.afterwards);
				group = syncNext();
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

	private List<Runnable> syncNext() throws InterruptedException {
		this.turn.lock();
		try {
			awaitWork();
			// those who are about to write can still come along: fewer syncs, more
			// answers
			Thread.yield();
			List<Runnable> group = takeAll();
			if (!group.isEmpty()) {
				this.sync.run();
			}
			return group;
		}
		catch (RuntimeException ex) {
			fail();
			throw ex;
		}
		finally {
			this.turn.unlock();
		}
	}

	// what was written before the failure may be lost whatever a later sync says
	private synchronized void fail() {
		this.closed = true;
	}

	private synchronized void awaitWork() throws InterruptedException {
		while (this.waiting.isEmpty() && !this.closed) {
			wait();
		}
	}

	private synchronized List<Runnable> takeAll() {
		List<Runnable> group = this.closed ? List.of() : this.waiting;
		this.waiting = new ArrayList<>();
		return group;
	}

	private static void runOne(Runnable next) {
		try {
			next.run();
		}
		catch (RuntimeException ex) {
			logger.debug("What was to follow a sync has failed", ex);
		}
	}

	/**
	 * Stop, after the sync that is under way and its answers.
	 */
	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
			notifyAll();
		}
		// what they use is freed afterwards, and must not be under their hands
		this.threads.forEach(Uninterruptibles::joinUninterruptibly);
	}

}
