package io.tito.autoconfigure.data;

import io.tito.core.IndexMaintenance;

import org.springframework.context.SmartLifecycle;

/**
 * Starts the maintenance of indexes after this instance has joined the others, and stops
 * it before it leaves them.
 */
final class IndexMaintenanceLifecycle implements SmartLifecycle {

	private final IndexMaintenance maintenance;

	private volatile boolean running;

	IndexMaintenanceLifecycle(IndexMaintenance maintenance) {
		this.maintenance = maintenance;
	}

	@Override
	public void start() {
		this.maintenance.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.maintenance.close();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return DEFAULT_PHASE - 100;
	}

}
