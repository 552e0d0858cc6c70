package io.tito.autoconfigure.cluster;

import io.tito.cluster.ClusterMember;

import org.springframework.context.SmartLifecycle;

/**
 * Joins before the listener containers start and leaves after they have stopped, so that
 * the others take over what was handed back in order.
 */
final class ClusterMemberLifecycle implements SmartLifecycle {

	/** One below the phase of the listener containers. */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 101;

	private final ClusterMember member;

	private volatile boolean running;

	ClusterMemberLifecycle(ClusterMember member) {
		this.member = member;
	}

	@Override
	public void start() {
		this.member.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.member.close();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
