package io.tito.client.internal.txn.hold;

import java.util.ArrayList;
import java.util.List;

import io.tito.client.ClientTimeoutException;
import io.tito.client.CommitOutcome;
import io.tito.client.DeadlockException;
import io.tito.client.LockTimeoutException;
import io.tito.client.Timestamp;
import io.tito.client.internal.request.Answer;
import io.tito.client.internal.request.KeyErrors;
import io.tito.client.internal.request.Shard;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Rpc;
import io.tito.client.internal.txn.lock.Locks;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb;

/**
 * Locks some keys, one region after the other in the order of keys, so that transactions
 * that want the same keys seldom wait for each other in a circle. Used once.
 */
final class Acquisition {

	private static final int KEYS_PER_REQUEST = 256;

	private final HoldServices services;

	private final HeldLocks held;

	private final boolean unchanged;

	private final long deadline;

	private List<Demand> open;

	private Timestamp at;

	Acquisition(HoldServices services, HeldLocks held, List<Demand> demands, boolean unchanged) {
		this.services = services;
		this.held = held;
		this.open = demands;
		this.unchanged = unchanged;
		this.at = unchanged ? held.start() : held.forUpdate();
		this.deadline = System.nanoTime() + held.patienceNanos();
	}

	@Nullable CommitOutcome run(Budget budget) {
		while (!this.open.isEmpty()) {
			Shard<Demand> next = this.services.requests()
				.group(this.open, Demand::key, budget)
				.get(0)
				.parts(KEYS_PER_REQUEST)
				.get(0);
			CommitOutcome failure = attempt(next, budget);
			if (failure != null) {
				return failure;
			}
		}
		return null;
	}

	private @Nullable CommitOutcome attempt(Shard<Demand> shard, Budget budget) {
		Kvrpcpb.PessimisticLockRequest request = this.held.request(shard, this.at, this.held.waitMillis(this.deadline));
		Answer<Kvrpcpb.PessimisticLockResponse> answer = this.services.requests()
			.attempt(shard.region(), Rpc.PESSIMISTIC_LOCK, request, budget);
		Kvrpcpb.PessimisticLockResponse value = answer.value();
		if (value == null) {
			answer.orRetry().await(budget);
			return null;
		}
		if (value.getErrorsCount() > 0) {
			return refused(value.getErrorsList(), budget);
		}
		this.held.locked(shard, value);
		List<Demand> rest = new ArrayList<>(this.open);
		rest.removeAll(shard.items());
		this.open = rest;
		return null;
	}

	private @Nullable CommitOutcome refused(List<Kvrpcpb.KeyError> errors, Budget budget) {
		Kvrpcpb.KeyError error = errors.get(0);
		if (error.hasLocked()) {
			waitFor(errors.stream().filter(Kvrpcpb.KeyError::hasLocked).map(Kvrpcpb.KeyError::getLocked).toList(),
					budget);
			return null;
		}
		if (error.hasConflict()) {
			return conflict(error.getConflict(), budget);
		}
		if (error.hasAlreadyExist()) {
			return new CommitOutcome.KeyExists(Key.wrap(error.getAlreadyExist().getKey().toByteArray()));
		}
		if (error.hasDeadlock()) {
			throw new DeadlockException("Transaction " + this.held.start() + " and transaction "
					+ new Timestamp(error.getDeadlock().getLockTs())
					+ " wait for each other's locks. This one is rolled back; run it again", null);
		}
		throw new ClientTimeoutException("The store gave transaction " + this.held.start() + " no lock: "
				+ KeyErrors.describe(error) + ". It was probably taken for dead; run it again", null);
	}

	private @Nullable CommitOutcome conflict(Kvrpcpb.WriteConflict conflict, Budget budget) {
		boolean changed = conflict.getConflictCommitTs() != 0;
		if (this.unchanged && changed) {
			return new CommitOutcome.Conflict(Key.wrap(conflict.getKey().toByteArray()),
					new Timestamp(conflict.getConflictTs()));
		}
		if (!this.unchanged) {
			this.at = this.held.refresh(budget);
		}
		return null;
	}

	/**
	 * The store has waited already, unless the lock's owner is dead.
	 */
	private void waitFor(List<Kvrpcpb.LockInfo> locks, Budget budget) {
		Kvrpcpb.LockInfo alive = this.services.locks().clear(locks, budget);
		if (alive != null && this.deadline - System.nanoTime() <= 0) {
			throw new LockTimeoutException("Gave up waiting for transaction " + Locks.owner(alive)
					+ ", which holds a lock on " + Locks.key(alive) + ". Run it again, or allow a longer wait", null);
		}
	}

}
