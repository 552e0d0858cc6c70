package io.tito.listener.container;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.tito.cluster.Membership;

/**
 * A listener with its settings, and whether it is to be run. Thread-safe.
 */
final class ListenerContainer {

	private final ListenerDefinition listener;

	private final ListenerSettings settings;

	private boolean started;

	private boolean paused;

	private volatile CountDownLatch idle = new CountDownLatch(0);

	private volatile boolean active;

	ListenerContainer(ListenerDefinition listener, ListenerSettings settings) {
		this.listener = listener;
		this.settings = settings;
	}

	ListenerDefinition listener() {
		return this.listener;
	}

	ListenerSettings settings() {
		return this.settings;
	}

	/**
	 * Refuse what names partitions that its type does not have.
	 */
	void checkPartitions(int partitions) {
		if (this.settings.assignment() instanceof PartitionAssignment.Fixed fixed
				&& fixed.partitions().last() >= partitions) {
			throw new InvalidListenerException(List.of("%s names partition %d, but type '%s' has %d partitions, 0 to %d"
				.formatted(this.listener.description(), fixed.partitions().last(), this.listener.type(), partitions,
						partitions - 1)));
		}
	}

	/**
	 * Let other instances know whether this one handles events of the listener.
	 */
	void tellOthers(Membership membership) {
		if (this.active) {
			membership.listen(this.listener.type(), this.listener.group());
		}
		else {
			membership.ignore(this.listener.type(), this.listener.group());
		}
	}

	/**
	 * Whether events are to be handled.
	 */
	boolean isActive() {
		return this.active;
	}

	synchronized boolean isStarted() {
		return this.started;
	}

	synchronized boolean isPaused() {
		return this.paused;
	}

	/**
	 * Start or stop.
	 * @return whether that changes what is to be handled
	 */
	synchronized boolean start(boolean start) {
		this.started = start;
		return refresh();
	}

	/**
	 * Pause or resume.
	 * @return whether that changes what is to be handled
	 */
	synchronized boolean pause(boolean pause) {
		this.paused = pause;
		return refresh();
	}

	/**
	 * What was begun has ended, and the partitions are given back.
	 */
	void ended() {
		this.idle.countDown();
	}

	void awaitEnd() throws InterruptedException {
		this.idle.await();
	}

	private boolean refresh() {
		boolean before = this.active;
		boolean now = this.started && !this.paused;
		if (before && !now) {
			this.idle = new CountDownLatch(1);
		}
		this.active = now;
		return before != now;
	}

}
