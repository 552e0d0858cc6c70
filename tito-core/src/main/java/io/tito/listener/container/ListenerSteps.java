package io.tito.listener.container;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.tito.client.TitoClientException;
import io.tito.listener.container.Delivery.Progress;
import io.tito.listener.container.Delivery.State;
import io.tito.log.EventLog;
import io.tito.log.PartitionId;
import io.tito.log.Sweep;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of an application, run step by step by somebody who decides when events
 * are handled: a test, or a program that does its work at certain times only. Made by
 * {@link TitoListenerContainerRegistry#stepwise()}.
 * <p>
 * Handlers run on the listeners' own threads with all that they have otherwise: order,
 * batches, transactions, attempts, time-outs. The pauses between two looks are left out;
 * events and retries that are due later are not handled before their time. Partitions
 * stay with this instance from the first step until {@link #close()}. Used by one thread
 * at a time.
 */
public final class ListenerSteps implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ListenerSteps.class);

	private final ListenerRun run;

	private final EventLog log;

	private final List<PartitionWorker> workers;

	private final Assignments assignments;

	private final Runnable onClose;

	private final AtomicBoolean closed = new AtomicBoolean();

	ListenerSteps(ListenerRun run, EventLog log, List<PartitionWorker> workers, Assignments assignments,
			Runnable onClose) {
		this.run = run;
		this.log = log;
		this.workers = List.copyOf(workers);
		this.assignments = assignments;
		this.onClose = onClose;
	}

	/**
	 * Look once at every partition of this instance, at one snapshot; hand over a batch
	 * of what is due, and wait until that is handled and acknowledged.
	 * @param atMost how long to wait for handlers; those that are still busy are not
	 * disturbed, and their partitions are open
	 * @return what was found
	 * @throws InterruptedException if the caller is interrupted while it waits
	 * @throws IllegalStateException if this is closed
	 */
	public ListenerStep next(Duration atMost) throws InterruptedException {
		if (isClosed()) {
			throw new IllegalStateException("These steps were ended, by a start or stop of the listeners or by a new "
					+ "listener: begin again with TitoListenerContainerRegistry.stepwise()");
		}
		if (!this.assignments.isLive()) {
			logger.debug("The session of this instance is over; it handles nothing until it is renewed");
			return report(false);
		}
		this.assignments.refresh(this.workers);
		List<PartitionWorker> begun = this.workers.stream()
			.filter((worker) -> isOwn(worker) && worker.begin())
			.toList();
		Sweep sweep = sweep(begun);
		if (sweep != null) {
			run(begun, sweep, atMost);
		}
		return report(sweep != null);
	}

	/**
	 * Whether there will be no more steps.
	 * @return whether this was closed, by whoever
	 */
	public boolean isClosed() {
		return this.closed.get();
	}

	/**
	 * End: partitions are given back, and listeners that ran by themselves before do so
	 * again. Handlers that are still busy are interrupted.
	 */
	@Override
	public void close() {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		this.run.stop();
		boolean store = this.assignments.isLive();
		boolean busy = false;
		for (PartitionWorker worker : this.workers) {
			if (worker.begin()) {
				store = Poller.release(worker, store);
			}
			else {
				busy = true;
			}
		}
		if (busy) {
			this.run.abort();
		}
		this.run.end();
		this.onClose.run();
	}

	private @Nullable Sweep sweep(List<PartitionWorker> begun) {
		try {
			return this.log.sweep(begun.stream().map(PartitionWorker::id).toList(), Poller.since(begun));
		}
		catch (TitoClientException ex) {
			logger.debug("The log could not be read; the next step tries again", ex);
			begun.forEach(PartitionWorker::fail);
			return null;
		}
		catch (RuntimeException ex) {
			begun.forEach(PartitionWorker::fail);
			throw ex;
		}
	}

	private static void run(List<PartitionWorker> begun, Sweep sweep, Duration atMost) throws InterruptedException {
		CountDownLatch left = new CountDownLatch(begun.size());
		for (PartitionWorker worker : begun) {
			try {
				worker.executor().execute(() -> {
					try {
						worker.run(sweep);
					}
					finally {
						left.countDown();
					}
				});
			}
			catch (RejectedExecutionException ex) {
				worker.fail();
				left.countDown();
			}
		}
		if (!left.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
			logger.debug("{} partitions are still busy after {}", left.getCount(), atMost);
		}
	}

	private ListenerStep report(boolean looked) {
		List<PartitionId> open = new ArrayList<>();
		List<WaitingLane> waiting = new ArrayList<>();
		long nextDue = Long.MAX_VALUE;
		for (PartitionWorker worker : this.workers) {
			if (!isOwn(worker)) {
				continue;
			}
			Progress last = worker.lastLook();
			if (!looked || worker.isBusy() || last == null || last.state() != State.IDLE) {
				open.add(worker.id());
			}
			if (!worker.isBusy()) {
				waiting.addAll(worker.waitingLanes());
				nextDue = Math.min(nextDue, worker.nextDue());
			}
		}
		return new ListenerStep(open, waiting, (nextDue != Long.MAX_VALUE) ? Instant.ofEpochMilli(nextDue) : null);
	}

	private static boolean isOwn(PartitionWorker worker) {
		return worker.isAssigned() || worker.isOwned();
	}

}
