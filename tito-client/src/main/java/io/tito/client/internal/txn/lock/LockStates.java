package io.tito.client.internal.txn.lock;

import io.tito.client.Timestamp;
import io.tito.client.internal.pd.TimestampOracle;
import io.tito.client.internal.request.KeyErrors;
import io.tito.client.internal.request.RegionRequests;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Rpc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.kvproto.Kvrpcpb;

/**
 * Asks the primary lock of a transaction what became of it. Asking with a reader's
 * timestamp makes a living transaction commit above it; asking after the lock's time
 * rolls the transaction back. Thread-safe.
 */
final class LockStates {

	private static final Logger logger = LoggerFactory.getLogger(LockStates.class);

	private final RegionRequests requests;

	private final TimestampOracle oracle;

	private final StatusCache cache;

	private final AsyncCommits asyncCommits;

	LockStates(RegionRequests requests, TimestampOracle oracle, StatusCache cache, LockCleaner cleaner) {
		this.requests = requests;
		this.oracle = oracle;
		this.cache = cache;
		this.asyncCommits = new AsyncCommits(requests, cleaner);
	}

	/**
	 * The state of a lock's owner.
	 * @param lock a lock that was met
	 * @param caller the timestamp of the reader, zero for a writer
	 * @param budget pays
	 * @return the state
	 */
	LockState of(Kvrpcpb.LockInfo lock, Timestamp caller, Budget budget) {
		LockState known = this.cache.get(Locks.owner(lock));
		if (known != null) {
			return known;
		}
		Timestamp now = (lock.getLockTtl() == 0) ? Timestamp.LATEST : this.oracle.recent(budget);
		return of(new Question(lock, caller, now), budget);
	}

	/**
	 * The state of a lock's owner, whose time is over whatever it says.
	 * @param lock a lock that was met
	 * @param budget pays
	 * @return the state
	 */
	LockState atLast(Kvrpcpb.LockInfo lock, Budget budget) {
		LockState known = this.cache.get(Locks.owner(lock));
		return (known != null) ? known : of(new Question(lock, Timestamp.ZERO, Timestamp.LATEST), budget);
	}

	private LockState of(Question question, Budget budget) {
		LockState state = interpret(question, ask(question, false, false, budget), budget);
		if (state instanceof LockState.Decided end) {
			this.cache.put(Locks.owner(question.lock()), end.commit());
		}
		return state;
	}

	private Kvrpcpb.CheckTxnStatusResponse ask(Question question, boolean rollBackIfMissing, boolean force,
			Budget budget) {
		Kvrpcpb.LockInfo lock = question.lock();
		return this.requests.call(Locks.primary(lock), Rpc.CHECK_STATUS,
				(region) -> Kvrpcpb.CheckTxnStatusRequest.newBuilder()
					.setContext(region.context())
					.setPrimaryKey(lock.getPrimaryLock())
					.setLockTs(lock.getLockVersion())
					.setCallerStartTs(question.caller().value())
					.setCurrentTs(question.now().value())
					.setRollbackIfNotExist(rollBackIfMissing)
					.setResolvingPessimisticLock(Locks.pessimistic(lock))
					.setForceSyncCommit(force)
					.build(),
				budget);
	}

	private LockState interpret(Question question, Kvrpcpb.CheckTxnStatusResponse answer, Budget budget) {
		if (answer.hasError() && answer.getError().hasTxnNotFound()) {
			if (!question.expired(question.lock().getLockTtl())) {
				return new LockState.Open(true, true);
			}
			return interpret(question, ask(question, true, false, budget), budget);
		}
		if (answer.hasError()) {
			throw KeyErrors.unexpected("the question for a lock's owner", answer.getError());
		}
		if (answer.getLockTtl() > 0) {
			return alive(question, answer, budget);
		}
		return switch (answer.getAction()) {
			case TTLExpirePessimisticRollback, LockNotExistDoNothing -> new LockState.Gone();
			default -> new LockState.Decided(new Timestamp(answer.getCommitVersion()));
		};
	}

	private LockState alive(Question question, Kvrpcpb.CheckTxnStatusResponse answer, Budget budget) {
		Kvrpcpb.LockInfo primary = answer.getLockInfo();
		if (primary.getUseAsyncCommit() && question.expired(answer.getLockTtl())) {
			logger.debug("Transaction {} is dead; its other locks decide", Locks.owner(primary));
			LockState.Decided end = this.asyncCommits.decide(primary, budget);
			return (end != null) ? end : interpret(question, ask(question, true, true, budget), budget);
		}
		boolean pushed = answer.getAction() == Kvrpcpb.Action.MinCommitTSPushed;
		boolean above = new Timestamp(primary.getMinCommitTs()).isAfter(question.caller());
		return new LockState.Open(pushed || above, false);
	}

	private record Question(Kvrpcpb.LockInfo lock, Timestamp caller, Timestamp now) {

		boolean expired(long ttlMillis) {
			return Locks.expired(Locks.owner(this.lock), ttlMillis, this.now);
		}

	}

}
