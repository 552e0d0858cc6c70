package io.tito.listener.container;

/**
 * How many events one transaction may hold: a batch, less after a failure, so that the
 * event at fault is isolated, and more again with each success.
 */
final class BatchLimit {

	private final int batch;

	private int current;

	BatchLimit(int batch) {
		this.batch = batch;
		this.current = batch;
	}

	int current() {
		return this.current;
	}

	void succeeded() {
		this.current = Math.min(this.batch, this.current * 2);
	}

	/**
	 * Keep to the events before the one that failed; those that did not fail may then go
	 * ahead in one transaction.
	 */
	void failedAt(int index) {
		this.current = Math.max(1, index);
	}

}
