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
import java.util.function.Consumer;

import deadlock.DeadlockOuterClass.WaitForEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockRequest;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockResponse;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Requests that wait for a lock. When it is released, the oldest transaction hears of it
 * at once and the others a little later; none of them gets the lock, each is told to try
 * again. A request that would close a circle of waiting transactions does not wait.
 * Thread-safe. What a method returns is to be run outside of the caller's lock.
 */
final class LockWaits implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LockWaits.class);

	private static final long LONGEST_MILLIS = 1000;

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
	 * @param request the request
	 * @param error why it failed
	 * @param out takes the response
	 * @return the answers to give now
	 */
	synchronized List<Runnable> await(PessimisticLockRequest request, KeyError error,
			Consumer<PessimisticLockResponse> out) {
		LockWaiter waiter = new LockWaiter(request, error, out);
		if (!error.hasLocked() || request.getWaitTimeout() < 0) {
			return List.of(() -> waiter.answer(error));
		}
		List<LockWaiter> circle = circle(waiter);
		if (!circle.isEmpty()) {
			return List.of(() -> waiter.answer(waiter.deadlock(circle)));
		}
		this.waiters.computeIfAbsent(waiter.key(), (absent) -> new ArrayList<>()).add(waiter);
		later(timeout(request), waiter, waiter.timedOut(timeout(request)));
		return List.of();
	}

	private static long timeout(PessimisticLockRequest request) {
		return (request.getWaitTimeout() > 0) ? Math.min(request.getWaitTimeout(), LONGEST_MILLIS) : LONGEST_MILLIS;
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
				KeyError retry = waiter.retryAfter(release);
				if (waiter == woken.get(0)) {
					remove(waiter);
					answers.add(() -> waiter.answer(retry));
				}
				else {
					later(WAKE_UP_DELAY_MILLIS, waiter, retry);
				}
			}
		}
		return answers;
	}

	private void later(long millis, LockWaiter waiter, KeyError error) {
		this.timer.schedule(() -> {
			remove(waiter);
			try {
				waiter.answer(error);
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
