package io.tito.autoconfigure.gc;

import io.tito.gc.CollectionJob;

import org.springframework.context.SmartLifecycle;

/**
 * Starts last and stops first: nothing waits for collection.
 */
final class CollectionJobLifecycle implements SmartLifecycle {

	private final CollectionJob job;

	private volatile boolean running;

	CollectionJobLifecycle(CollectionJob job) {
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
