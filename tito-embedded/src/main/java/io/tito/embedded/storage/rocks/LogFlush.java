package io.tito.embedded.storage.rocks;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Moves the log out of this process: to the operating system before something that was
 * read is told, so that no reader saw what the end of the process takes back, and to the
 * disk before something that was written is acknowledged. Thread-safe.
 */
final class LogFlush {

	private final Flush flush;

	private final AtomicLong written = new AtomicLong();

	private volatile long handedOver;

	LogFlush(Flush flush) {
		this.flush = flush;
	}

	/**
	 * Something was written.
	 */
	void changed() {
		this.written.incrementAndGet();
	}

	/**
	 * Give everything written until now to the operating system; costs nothing if it has
	 * it.
	 */
	void handOver() {
		if (this.handedOver < this.written.get()) {
			flushOnce();
		}
	}

	private synchronized void flushOnce() {
		long before = this.written.get();
		if (this.handedOver < before) {
			this.flush.flush(false);
			handedOver(before);
		}
	}

	/**
	 * Wait until everything written until now is on the disk.
	 */
	void force() {
		long before = this.written.get();
		this.flush.flush(true);
		handedOver(before);
	}

	private synchronized void handedOver(long until) {
		this.handedOver = Math.max(this.handedOver, until);
	}

	/**
	 * Flushes the log.
	 */
	@FunctionalInterface
	interface Flush {

		/**
		 * Give the log to the operating system.
		 * @param force whether to wait until it is on the disk
		 */
		void flush(boolean force);

	}

}
