package io.tito.embedded.mvcc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import deadlock.DeadlockOuterClass.WaitForEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Requests that wait for a lock. When it is released, the oldest transaction hears of it
 * at once and the others a little later; none of them gets the lock, each is told to try
 * again, or does so if it was sent in force-lock mode. A request that would close a
 * circle of waiting transactions does not wait. Thread-safe. What a method returns is to
 * be run outside of the caller's lock.
 */
final class LockWaits implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LockWaits.class);

	private static final long WAKE_UP_DELAY_MILLIS = 20;

	private final Map<ByteString, List<LockWaiter>> waiters = new HashMap<>();

	private final ScheduledThreadPoolExecutor timer;

	LockWaits() {
		this.timer = new ScheduledThreadPoolExecutor(1, (work) -> {
			Thread thread = new Thread(work, "tito-embedded-lock-waits");
			thread.setDaemon(true);
			return thread;
		});
		this.timer.setRemoveOnCancelPolicy(true);
	}

	synchronized boolean isIdle() {
		return this.waiters.isEmpty();
	}

	/**
	 * Who waits for whom.
	 * @return one entry per request that waits
	 */
	synchronized List<WaitForEntry> entries() {
		return this.waiters.values().stream().flatMap(List::stream).map(LockWaiter::entry).toList();
	}

	/**
	 * Decide what becomes of a request that failed: wait, if it failed because of a lock.
	 * @param waiter the request
	 * @param error why it failed
	 * @param waits whether it may wait
	 * @return the answers to give now
	 */
	synchronized List<Runnable> await(LockWaiter waiter, KeyError error, boolean waits) {
		if (!error.hasLocked() || !waits) {
			return List.of(() -> waiter.answer(error));
		}
		List<LockWaiter> circle = circle(waiter);
		if (!circle.isEmpty()) {
			return List.of(() -> waiter.answer(waiter.deadlock(circle)));
		}
		this.waiters.computeIfAbsent(waiter.key(), (absent) -> new ArrayList<>()).add(waiter);
		KeyError timedOut = waiter.timedOut(waiter.timeoutMillis());
		later(waiter.timeoutMillis(), waiter, () -> waiter.answer(timedOut));
		return List.of();
	}

	/**
	 * The transactions that would wait for each other if a request waited.
	 * @param waiter the request
	 * @return whoever waits for its transaction, up to the holder of its lock, and
	 * itself; empty if there is no circle
	 */
	private List<LockWaiter> circle(LockWaiter waiter) {
		Map<Long, LockWaiter> reachedBy = new LinkedHashMap<>(Map.of(waiter.holder(), waiter));
		Deque<Long> next = new ArrayDeque<>(reachedBy.keySet());
		while (!next.isEmpty() && !reachedBy.containsKey(waiter.startTs())) {
			long waiting = next.remove();
			this.waiters.values()
				.stream()
				.flatMap(List::stream)
				.filter((other) -> other.startTs() == waiting)
				.filter((other) -> reachedBy.putIfAbsent(other.holder(), other) == null)
				.forEach((other) -> next.add(other.holder()));
		}
		return path(reachedBy, waiter);
	}

	private static List<LockWaiter> path(Map<Long, LockWaiter> reachedBy, LockWaiter end) {
		List<LockWaiter> path = new ArrayList<>();
		LockWaiter step = reachedBy.get(end.startTs());
		while (step != null && step != end) {
			path.add(step);
			step = reachedBy.get(step.startTs());
		}
		return (step != null) ? append(path, end) : List.of();
	}

	private static List<LockWaiter> append(List<LockWaiter> path, LockWaiter end) {
		path.add(end);
		return path;
	}

	/**
	 * Tell those who wait for locks that are released.
	 * @param releases the locks
	 * @return the answers to give now
	 */
	synchronized List<Runnable> release(List<Batch.Release> releases) {
		List<Runnable> answers = new ArrayList<>();
		for (Batch.Release release : releases) {
			List<LockWaiter> woken = new ArrayList<>(this.waiters.getOrDefault(release.key(), List.of()));
			woken.sort(Comparator.comparingLong(LockWaiter::startTs));
			for (LockWaiter waiter : woken) {
				if (waiter == woken.get(0)) {
					remove(waiter);
					answers.add(() -> waiter.wakeUp(release));
				}
				else {
					later(WAKE_UP_DELAY_MILLIS, waiter, () -> waiter.wakeUp(release));
				}
			}
		}
		return answers;
	}

	private void later(long millis, LockWaiter waiter, Runnable answer) {
		this.timer.schedule(() -> {
			remove(waiter);
			try {
				answer.run();
			}
			catch (RuntimeException ex) {
				logger.debug("A request that waited for a lock could not be answered", ex);
			}
		}, millis, TimeUnit.MILLISECONDS);
	}

	private synchronized void remove(LockWaiter waiter) {
		this.waiters.computeIfPresent(waiter.key(), (key, others) -> {
			others.remove(waiter);
			return others.isEmpty() ? null : others;
		});
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
	}

}
