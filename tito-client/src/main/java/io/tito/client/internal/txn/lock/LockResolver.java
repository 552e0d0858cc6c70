package io.tito.client.internal.txn.lock;

import java.util.Collection;
import java.util.List;

import io.tito.client.Timestamp;
import io.tito.client.internal.pd.TimestampOracle;
import io.tito.client.internal.request.Background;
import io.tito.client.internal.request.RegionRequests;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Pause;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb;

/**
 * Gets readers and writers past the locks of other transactions. A reader never waits for
 * a two-phase transaction that is alive: the question for its state makes it commit above
 * the reader's timestamp. Thread-safe.
 */
public final class LockResolver {

	private final LockStates states;

	private final LockCleaner cleaner;

	public LockResolver(RegionRequests requests, TimestampOracle oracle, StatusCache cache, Background background,
			Budget.Limits limits) {
		this.cleaner = new LockCleaner(requests, background, limits);
		this.states = new LockStates(requests, oracle, cache, this.cleaner);
	}

	/**
	 * Settle whether the owners of locks belong to a view. Afterwards the same read can
	 * be sent again with the view's context.
	 * @param locks the locks that a read met
	 * @param view the view; learns what it may pass and what it must read
	 * @param budget pays
	 */
	public void pass(Collection<Kvrpcpb.LockInfo> locks, ReadView view, Budget budget) {
		boolean news = false;
		for (Kvrpcpb.LockInfo lock : locks) {
			if (!view.knows(Locks.owner(lock))) {
				pass(lock, view, budget);
				news = true;
			}
		}
		if (!news) {
			insist(locks, view, budget);
		}
	}

	private void pass(Kvrpcpb.LockInfo lock, ReadView view, Budget budget) {
		while (true) {
			LockState state = this.states.of(lock, view.at(), budget);
			if (state instanceof LockState.Decided end) {
				view.settle(Locks.owner(lock), end);
				this.cleaner.later(lock, end);
				return;
			}
			if (!(state instanceof LockState.Open open) || open.later()) {
				view.pass(Locks.owner(lock));
				return;
			}
			budget.pause(Pause.LOCK_READ, describe(lock));
		}
	}

	/**
	 * The store reports what it was told to pass: a lock that is only in its memory while
	 * a write is being applied, or an older store that cannot read committed locks.
	 */
	private void insist(Collection<Kvrpcpb.LockInfo> locks, ReadView view, Budget budget) {
		for (Kvrpcpb.LockInfo lock : locks) {
			if (this.states.of(lock, view.at(), budget) instanceof LockState.Decided end) {
				this.cleaner.now(Locks.owner(lock), end, List.of(Locks.key(lock)), budget);
			}
		}
		budget.pause(Pause.LOCK_READ, describe(locks.iterator().next()));
	}

	/**
	 * Remove the locks whose owners have ended.
	 * @param locks the locks that a write met
	 * @param budget pays
	 * @return a lock that is alive and has to be waited for, or null if there is none
	 */
	public Kvrpcpb.@Nullable LockInfo clear(Collection<Kvrpcpb.LockInfo> locks, Budget budget) {
		Kvrpcpb.LockInfo alive = null;
		for (Kvrpcpb.LockInfo lock : locks) {
			LockState state = this.states.of(lock, Timestamp.ZERO, budget);
			if (state instanceof LockState.Open) {
				alive = (alive == null || Locks.owner(lock).isAfter(Locks.owner(alive))) ? lock : alive;
			}
			else if (Locks.pessimistic(lock)) {
				this.cleaner.release(lock, budget);
			}
			else if (state instanceof LockState.Decided end) {
				this.cleaner.now(Locks.owner(lock), end, List.of(Locks.key(lock)), budget);
			}
		}
		return alive;
	}

	/**
	 * Decide a transaction, whatever its time: one that has not committed is rolled back,
	 * and the record of that stops a commit that is still on its way. Only for its owner.
	 * @param start its start timestamp
	 * @param primary its primary key
	 * @param budget pays
	 * @return the commit timestamp, zero if it is rolled back, or null if it stays open
	 */
	public @Nullable Timestamp decide(Timestamp start, Key primary, Budget budget) {
		Kvrpcpb.LockInfo lock = Kvrpcpb.LockInfo.newBuilder()
			.setPrimaryLock(Locks.bytes(primary))
			.setKey(Locks.bytes(primary))
			.setLockVersion(start.value())
			.build();
		return (this.states.of(lock, Timestamp.ZERO, budget) instanceof LockState.Decided end) ? end.commit() : null;
	}

	/**
	 * End the owner of a lock, alive or not, for collection: what is older than the safe
	 * point must not be left undecided.
	 * @param lock the lock
	 * @param budget pays
	 * @return the commit timestamp, zero if it is rolled back
	 */
	public Timestamp end(Kvrpcpb.LockInfo lock, Budget budget) {
		while (true) {
			LockState state = this.states.atLast(lock, budget);
			if (state instanceof LockState.Decided end) {
				return end.commit();
			}
			if (state instanceof LockState.Gone) {
				return Timestamp.ZERO;
			}
			budget.pause(Pause.LOCK_READ, describe(lock));
		}
	}

	private static String describe(Kvrpcpb.LockInfo lock) {
		return "transaction " + Locks.owner(lock) + " holds a lock on " + Locks.key(lock);
	}

}
