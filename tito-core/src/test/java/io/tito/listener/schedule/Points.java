package io.tito.listener.schedule;

import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Places at which a process can be told to wait, so that it is killed or stopped exactly
 * there. Thread-safe.
 */
final class Points {

	private final Consumer<Point> arrived;

	private final Semaphore go = new Semaphore(0);

	private @Nullable Point armed;

	private int left;

	/**
	 * Create points.
	 * @param arrived told when a thread begins to wait
	 */
	Points(Consumer<Point> arrived) {
		this.arrived = arrived;
	}

	/**
	 * A place.
	 */
	enum Point {

		/** A handler has done its work and not returned. */
		IN_HANDLER,

		/** The owner is about to commit its state. */
		BEFORE_ACKNOWLEDGEMENT,

		/** The owner's state is committed, and the owner does not know it. */
		AFTER_ACKNOWLEDGEMENT,

		/** A publisher is about to commit. */
		BEFORE_PUBLISH,

		/** Events are committed, and neither publisher nor owner know it. */
		AFTER_PUBLISH,

		/** An event that no handler survives is handled. */
		KILLER

	}

	/**
	 * Let the thread wait that is the n-th to come to a point.
	 */
	synchronized void arm(Point point, int count) {
		this.armed = point;
		this.left = count;
	}

	/**
	 * Come to a point, and wait there if it is the armed one.
	 */
	void reach(Point point) {
		if (point == Point.KILLER || isHit(point)) {
			this.arrived.accept(point);
			this.go.acquireUninterruptibly();
		}
	}

	/**
	 * Let go who waits, or nobody wait any more.
	 */
	synchronized void go() {
		this.armed = null;
		this.go.release();
	}

	private synchronized boolean isHit(Point point) {
		if (this.armed != point || --this.left > 0) {
			return false;
		}
		this.armed = null;
		this.go.drainPermits();
		return true;
	}

}
