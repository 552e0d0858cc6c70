package io.tito.benchmark.peer.measure;

import java.util.concurrent.locks.LockSupport;

/**
 * A little of committing, draining, and handling beside producers, unreported, so that
 * their code is compiled before any of it counts.
 */
final class Rehearsal {

	private static final int PRODUCERS = 4;

	private static final int MOST_PRODUCERS = 16;

	private static final long PAUSE_NANOS = 2_000_000;

	private final Session session;

	Rehearsal(Session session) {
		this.session = session;
	}

	void pass() throws Exception {
		produce(MOST_PRODUCERS);
		this.session.peer().clear();
		drain();
		this.session.peer().consumersOn();
		produce(PRODUCERS);
		this.session.peer().consumersOff();
		this.session.peer().clear();
	}

	private void produce(int producers) throws Exception {
		Load load = Load.start(this.session, producers, 0);
		Thread.sleep(this.session.scale().windowMillis());
		load.stop();
	}

	private void drain() throws Exception {
		Scale scale = this.session.scale();
		this.session.peer().seed(this.session.ledger().reserve(scale.drainEvents()), scale.drainEvents());
		this.session.peer().consumersOn();
		long end = System.nanoTime() + scale.drainCapMillis() * 1_000_000L;
		while (this.session.peer().pending() > 0 && System.nanoTime() < end) {
			LockSupport.parkNanos(PAUSE_NANOS);
		}
		this.session.peer().consumersOff();
		this.session.peer().clear();
	}

}
