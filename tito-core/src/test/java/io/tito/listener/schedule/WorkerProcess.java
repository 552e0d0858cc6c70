package io.tito.listener.schedule;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.tito.listener.schedule.Points.Point;

/**
 * A {@link Worker}, as the test sees it. It is killed at once when it handles an event
 * that no handler survives.
 */
final class WorkerProcess implements AutoCloseable {

	private final Map<String, Semaphore> said = new ConcurrentHashMap<>();

	private final JavaProcess process;

	private volatile boolean died;

	WorkerProcess(String address, Duration clockError) {
		this.process = new JavaProcess(Worker.class, WrongClock.options(clockError), List.of(address), this::hear);
		if (!await("READY", 60_000)) {
			this.process.kill();
			throw new IllegalStateException("A worker did not start; see the files in " + JavaProcess.LOGS);
		}
	}

	private void hear(String line) {
		if (!line.startsWith(Worker.MARK)) {
			return;
		}
		String text = line.substring(Worker.MARK.length());
		if (text.equals("AT " + Point.KILLER)) {
			this.died = true;
			this.process.kill();
		}
		said(text).release();
	}

	private Semaphore said(String text) {
		return this.said.computeIfAbsent(text, (key) -> new Semaphore(0));
	}

	void begin(Worker.Task task) {
		said("PUBLISHED").drainPermits();
		this.process.tell(task.toLine());
		if (!await("BEGUN", 60_000) && isAlive()) {
			throw new IllegalStateException("A worker did not begin; see the files in " + JavaProcess.LOGS);
		}
	}

	void arm(Point point, int count) {
		this.process.tell("arm " + point + " " + count);
	}

	/**
	 * Wait until it has come to a point.
	 * @return whether it did
	 */
	boolean awaitPoint(Point point, long millis) {
		return await("AT " + point, millis);
	}

	void go() {
		this.process.tell("go");
	}

	boolean awaitPublished(long millis) {
		boolean published = await("PUBLISHED", millis);
		if (published) {
			said("PUBLISHED").release();
		}
		return published;
	}

	/**
	 * End what it does, as an application that is shut down.
	 * @return whether it can begin something else
	 */
	boolean end() {
		this.process.tell("end");
		return await("ENDED", 60_000);
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Whether an event has killed it.
	 */
	boolean hasDied() {
		return this.died;
	}

	void kill() {
		this.process.kill();
	}

	void pause(long millis) {
		this.process.pause(millis);
	}

	private boolean await(String text, long millis) {
		try {
			long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
			while (isAlive() && System.nanoTime() < end) {
				if (said(text).tryAcquire(20, TimeUnit.MILLISECONDS)) {
					return true;
				}
			}
			return said(text).tryAcquire();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Override
	public void close() {
		this.process.close();
	}

}
