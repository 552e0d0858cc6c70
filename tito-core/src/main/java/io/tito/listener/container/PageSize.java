package io.tito.listener.container;

import io.tito.log.LogPage;

/**
 * How many events to read next: few at first, then up to a batch, as long as they are not
 * large; more while all of them fail, to find one that does not.
 */
final class PageSize {

	private static final int FIRST = 28;

	private static final int WIDEST = 8;

	private static final long BYTES = 32L << 20;

	private static final long SMALL_BYTES = 256 << 10;

	private final int batch;

	private int next;

	private int factor = 1;

	private long average;

	PageSize(int batch) {
		this.batch = batch;
		this.next = Math.min(FIRST, batch);
	}

	int next() {
		return this.next * this.factor;
	}

	/**
	 * Whether the next page is surely small enough to be read along with those of other
	 * partitions.
	 */
	boolean isSmall() {
		return this.average > 0 && next() * this.average <= SMALL_BYTES;
	}

	void read(LogPage page) {
		long bytes = 0;
		int size = page.size();
		for (int i = 0; i < size; i++) {
			bytes += page.event(i).row().length;
		}
		this.average = Math.max(1, bytes / Math.max(1, size));
		this.next = (int) Math.max(1, Math.min(this.batch, BYTES / this.average / this.factor));
	}

	/**
	 * After a page was handled.
	 * @param failed whether all of it failed
	 */
	void handled(boolean failed) {
		this.factor = failed ? Math.min(WIDEST, this.factor * 2) : 1;
	}

}
