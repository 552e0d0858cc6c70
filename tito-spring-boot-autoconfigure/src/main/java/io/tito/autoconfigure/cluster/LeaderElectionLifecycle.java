package io.tito.autoconfigure.cluster;

import io.tito.lease.LeaderElection;

import org.springframework.context.SmartLifecycle;

/**
 * Starts once this instance is a member, and hands its jobs over before it leaves.
 */
final class LeaderElectionLifecycle implements SmartLifecycle {

	static final int PHASE = ClusterMemberLifecycle.PHASE + 1;

	private final LeaderElection election;

	private volatile boolean running;

	LeaderElectionLifecycle(LeaderElection election) {
		this.election = election;
	}

	@Override
	public void start() {
		this.election.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.election.close();
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
