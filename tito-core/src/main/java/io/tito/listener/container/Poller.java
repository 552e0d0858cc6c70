package io.tito.listener.container;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.tito.client.Timestamp;
import io.tito.log.EventLog;
import io.tito.log.Look;
import io.tito.log.Sweep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all partitions of this instance that are due, at one snapshot, and hands those
 * where something may be to do to the workers' threads. One thread calls {@link #runOnce}
 * and {@link #await}; any may {@link #wake} it.
 */
final class Poller {

	private static final Logger logger = LoggerFactory.getLogger(Poller.class);

	private static final long NOT_LIVE_NANOS = Duration.ofMillis(50).toNanos();

	private static final long LONGEST_NANOS = Duration.ofSeconds(1).toNanos();

	private static final int PAGES = 64;

	private final EventLog log;

	private final List<PartitionWorker> workers;

	private final Assignments assignments;

	private final Runnable growth;

	private final Semaphore wakeups = new Semaphore(0);

	/** When this one looks again by itself; at first it has to be told of everything. */
	private volatile long next = System.nanoTime();

	private volatile boolean resting;

	private boolean failing;

	/**
	 * Create one.
	 * @param growth adds workers if there are more partitions than workers
	 */
	Poller(EventLog log, List<PartitionWorker> workers, Assignments assignments, Runnable growth) {
		this.log = log;
		this.workers = workers;
		this.assignments = assignments;
		this.growth = growth;
	}

	/**
	 * Look at everything that is due.
	 * @return for how many nanoseconds nothing will be due, unless somebody wakes the
	 * poller
	 */
	long runOnce() {
		this.resting = false;
		if (!this.assignments.isLive()) {
			forget();
			return NOT_LIVE_NANOS;
		}
		this.growth.run();
		this.assignments.refresh(this.workers);
		tellOfEnds();
		List<PartitionWorker> due = due(System.nanoTime());
		if (!due.isEmpty()) {
			sweep(due);
		}
		return rest();
	}

	void await(long nanos) {
		try {
			if (this.wakeups.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
				this.wakeups.drainPermits();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	void wake() {
		if (this.wakeups.availablePermits() == 0) {
			this.wakeups.release();
		}
	}

	/**
	 * Give all partitions back, each as soon as what runs there has ended. If the store
	 * does not answer, the rest is left to be taken when the session is over.
	 */
	void release() {
		this.resting = false;
		boolean store = this.assignments.isLive();
		List<PartitionWorker> left = new ArrayList<>(this.workers);
		while (!left.isEmpty()) {
			for (PartitionWorker worker : List.copyOf(left)) {
				if (worker.begin()) {
					store = release(worker, store);
					left.remove(worker);
				}
			}
			if (!left.isEmpty()) {
				await(LONGEST_NANOS);
			}
		}
	}

	static boolean release(PartitionWorker worker, boolean store) {
		long began = System.nanoTime();
		boolean released = false;
		try {
			released = worker.release(store);
		}
		catch (RuntimeException ex) {
			logger.debug("{} could not be released; it is taken when the session is over", worker.id(), ex);
		}
		finally {
			worker.end();
		}
		return store && (released || System.nanoTime() - began < LONGEST_NANOS);
	}

	/**
	 * An instance whose session may be over owns nothing; others may have taken it.
	 */
	private void forget() {
		for (PartitionWorker worker : this.workers) {
			if (worker.isOwned() && worker.begin()) {
				worker.release(false);
				worker.end();
			}
		}
	}

	/**
	 * If the time of one idle partition has come, others whose time is near come along:
	 * one snapshot serves all.
	 */
	private List<PartitionWorker> due(long now) {
		if (delay(now) > 0) {
			return List.of();
		}
		List<PartitionWorker> due = new ArrayList<>();
		for (PartitionWorker worker : this.workers) {
			if (worker.delay(now) <= worker.slack() && worker.begin()) {
				due.add(worker);
			}
		}
		return due;
	}

	/**
	 * Tell those who wait for a listener to stop.
	 */
	private void tellOfEnds() {
		Set<ListenerContainer> stopping = null;
		for (PartitionWorker worker : this.workers) {
			if (!worker.container().isActive()) {
				stopping = (stopping != null) ? stopping : new HashSet<>();
				stopping.add(worker.container());
			}
		}
		if (stopping == null) {
			return;
		}
		for (PartitionWorker worker : this.workers) {
			if (worker.isOwned() || worker.isBusy()) {
				stopping.remove(worker.container());
			}
		}
		stopping.forEach(ListenerContainer::ended);
	}

	private void sweep(List<PartitionWorker> due) {
		Sweep sweep;
		try {
			sweep = this.log.sweep(due.stream().map(PartitionWorker::id).toList(), since(due), looks(due));
			this.failing = false;
		}
		catch (RuntimeException ex) {
			due.forEach(PartitionWorker::fail);
			logFailure(ex);
			return;
		}
		handOver(due, sweep);
	}

	/**
	 * Those that expect events first. Of the others most have nothing to do, and a thread
	 * would be woken to find that out.
	 */
	private void handOver(List<PartitionWorker> due, Sweep sweep) {
		List<PartitionWorker> quiet = new ArrayList<>();
		for (PartitionWorker worker : due) {
			if (worker.expectsEvents()) {
				hand(worker, sweep);
			}
			else {
				quiet.add(worker);
			}
		}
		for (PartitionWorker worker : quiet) {
			if (!worker.rest(sweep)) {
				hand(worker, sweep);
			}
		}
	}

	private void hand(PartitionWorker worker, Sweep sweep) {
		try {
			worker.executor().execute(() -> {
				worker.run(sweep);
				ended(worker);
			});
		}
		catch (RejectedExecutionException ex) {
			worker.fail();
		}
	}

	/**
	 * If the worker wants to be looked at later than this poller looks anyway, it need
	 * not be told.
	 */
	private void ended(PartitionWorker worker) {
		// in this order: who rests has said before until when
		boolean untold = this.resting && worker.container().isActive() && !isEarlier(worker, System.nanoTime());
		if (!untold) {
			wake();
		}
	}

	private boolean isEarlier(PartitionWorker worker, long now) {
		return worker.delay(now) < this.next - now;
	}

	static Map<String, Timestamp> since(List<PartitionWorker> due) {
		Map<String, Timestamp> since = new HashMap<>();
		for (PartitionWorker worker : due) {
			Timestamp readUpTo = worker.readUpTo();
			if (readUpTo != null) {
				since.merge(worker.id().type(), readUpTo, (one, other) -> one.isBefore(other) ? one : other);
			}
		}
		return since;
	}

	/**
	 * Those beyond read for themselves, so that one sweep does not fill the memory.
	 */
	private static List<Look> looks(List<PartitionWorker> due) {
		List<Look> looks = new ArrayList<>();
		int pages = 0;
		for (PartitionWorker worker : due) {
			Look look = worker.look();
			if (look != null && (!look.expectEvents() || pages++ < PAGES)) {
				looks.add(look);
			}
		}
		return looks;
	}

	private long rest() {
		long now = System.nanoTime();
		long delay = Math.max(0, Math.min(delay(now), LONGEST_NANOS));
		this.next = now + delay;
		this.resting = true;
		return delay;
	}

	private long delay(long now) {
		long least = Long.MAX_VALUE;
		for (PartitionWorker worker : this.workers) {
			least = Math.min(least, worker.delay(now));
		}
		return least;
	}

	private void logFailure(RuntimeException ex) {
		if (!this.failing) {
			this.failing = true;
			logger.warn("The log could not be read, trying again until it can: {}", ex.toString());
		}
		logger.debug("The log could not be read", ex);
	}

}
