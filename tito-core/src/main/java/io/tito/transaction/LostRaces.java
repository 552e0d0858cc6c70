package io.tito.transaction;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

import io.tito.client.DeadlockException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.CannotAcquireLockException;

/**
 * Runs transactions again that lost a race. Between two attempts it waits a random time
 * that grows, so that those who met do not meet again. Thread-safe.
 */
public final class LostRaces {

	private static final Logger logger = LoggerFactory.getLogger(LostRaces.class);

	private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(250);

	private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(4);

	private final IntConsumer pause;

	public LostRaces() {
		this(LostRaces::sleep);
	}

	/**
	 * Create one that waits in its own way.
	 * @param pause waits before an attempt, of which it is given the number from 1
	 */
	LostRaces(IntConsumer pause) {
		this.pause = pause;
	}

	/**
	 * Work in a transaction that is begun and committed within the work.
	 * @param <T> the type of the result
	 * @param <E> what the work may throw
	 * @param retries how often to run it again
	 * @param work what to do
	 * @return the result
	 * @throws E what the last attempt threw
	 */
	public <T extends @Nullable Object, E extends Throwable> T run(int retries, Work<T, E> work) throws E {
		for (int attempt = 1;; attempt++) {
			try {
				return work.run();
			}
			catch (RuntimeException ex) {
				if (attempt > retries || !isLostRace(ex) || Thread.currentThread().isInterrupted()) {
					throw ex;
				}
				logger.debug("A transaction lost a race, attempt {} of {} follows", attempt + 1, retries + 1, ex);
				this.pause.accept(attempt);
			}
		}
	}

	/**
	 * Whether the same work may succeed in a new transaction at once.
	 * @param failure what was thrown; nothing was committed
	 * @return whether it lost against another transaction
	 */
	public static boolean isLostRace(Throwable failure) {
		return failure instanceof WriteConflictException || failure instanceof TransactionAbortedException
				|| (failure instanceof CannotAcquireLockException && failure.getCause() instanceof DeadlockException);
	}

	private static void sleep(int attempt) {
		long most = Math.min(LONGEST, FIRST << Math.min(attempt, 10));
		long until = System.nanoTime() + ThreadLocalRandom.current().nextLong(most);
		for (long left = until - System.nanoTime(); left > 0
				&& !Thread.currentThread().isInterrupted(); left = until - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	/**
	 * Something that runs in a transaction of its own.
	 *
	 * @param <T> the type of the result
	 * @param <E> what it may throw
	 */
	@FunctionalInterface
	public interface Work<T extends @Nullable Object, E extends Throwable> {

		T run() throws E;

	}

}
