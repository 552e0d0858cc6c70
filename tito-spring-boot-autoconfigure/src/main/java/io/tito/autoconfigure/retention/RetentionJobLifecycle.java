package io.tito.autoconfigure.retention;

import io.tito.retention.RetentionJob;

import org.springframework.context.SmartLifecycle;

/**
 * Starts last and stops first: nothing waits for retention.
 */
final class RetentionJobLifecycle implements SmartLifecycle {

	private final RetentionJob job;

	private volatile boolean running;

	RetentionJobLifecycle(RetentionJob job) {
		this.job = job;
	}

	@Override
	public void start() {
		this.job.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.job.close();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
