package io.tito.listener.container;

import io.tito.log.LogPage;

/**
 * How many events to read next: few at first, then up to a batch, as long as they are not
 * large.
 */
final class PageSize {

	private static final int FIRST = 28;

	private static final long BYTES = 32L << 20;

	private final int batch;

	private int next;

	PageSize(int batch) {
		this.batch = batch;
		this.next = Math.min(FIRST, batch);
	}

	int next() {
		return this.next;
	}

	void read(LogPage page) {
		long bytes = page.events().stream().mapToLong((event) -> event.row().length).sum();
		long average = Math.max(1, bytes / Math.max(1, page.size()));
		this.next = (int) Math.max(1, Math.min(this.batch, BYTES / average));
	}

}
