package io.tito.embedded.history;

import java.util.ArrayList;
import java.util.List;

import org.tikv.kvproto.Kvrpcpb.Action;

/**
 * Sections 1.5 and 1.6: what others learn of a transaction, and what they do to it.
 */
final class StatusModel {

	private final Model model;

	StatusModel(Model model) {
		this.model = model;
	}

	String run(Step step) {
		return (step instanceof Step.Status status) ? check(status) : check((Step.Secondaries) step);
	}

	private String check(Step.Status request) {
		if (this.model.follows(Rule.STATUS_RAISES_MAX_TS)) {
			this.model.raise(request.start());
			this.model.raise(request.caller());
			this.model.raise(request.current());
		}
		ModelKey key = this.model.key(request.key());
		ModelLock own = key.own(request.start());
		if (own == null) {
			return withoutLock(key, request);
		}
		if (request.verifiesPrimary() && !own.primary().equals(key.name)
				&& this.model.follows(Rule.STATUS_VERIFIES_PRIMARY)) {
			if (own.pessimistic() && !request.resolvingPessimistic()) {
				key.lock = null;
				return withoutLock(key, request);
			}
			throw Refused.other(Text.primaryMismatch(own.view(key.name)));
		}
		if (own.async() && !request.forceSync() && this.model.follows(Rule.STATUS_SPARES_ASYNC)) {
			return Text.status(0, own.ttl(), Action.NoAction, own.view(key.name));
		}
		return expired(own, request.current()) ? expire(key, own, request) : push(key, own, request);
	}

	private boolean expired(ModelLock lock, long current) {
		if (this.model.follows(Rule.STATUS_ALIVE_AT_EQUALITY)) {
			return lock.expired(current);
		}
		return Time.physical(lock.start()) + lock.ttl() <= Time.physical(current);
	}

	private String expire(ModelKey key, ModelLock own, Step.Status request) {
		if (own.pessimistic() && request.resolvingPessimistic()
				&& this.model.follows(Rule.STATUS_UNLOCKS_PESSIMISTIC_ONLY)) {
			key.lock = null;
			return Text.status(0, 0, Action.TTLExpirePessimisticRollback, null);
		}
		new RollbackModel(this.model, own.start()).removeLock(key, own, true);
		return Text.status(0, 0, Action.TTLExpireRollback, null);
	}

	private String push(ModelKey key, ModelLock own, Step.Status request) {
		ModelLock lock = own;
		boolean behind = own.minCommit() != 0 && request.caller() != Time.LATEST && request.caller() >= own.minCommit();
		if (behind && this.model.follows(Rule.STATUS_PUSHES_MINIMUM)) {
			long current = this.model.follows(Rule.STATUS_PUSHES_TO_CURRENT) ? request.current() : 0;
			lock = own.withMinCommit(Math.max(request.caller() + 1, current));
			key.lock = lock;
		}
		boolean pushed = request.caller() == Time.LATEST
				|| (request.caller() != 0 && lock.minCommit() > request.caller());
		return Text.status(0, lock.ttl(), pushed ? Action.MinCommitTSPushed : Action.NoAction, lock.view(key.name));
	}

	private String withoutLock(ModelKey key, Step.Status request) {
		ModelKey.Fate fate = key.fate(request.start());
		if (!fate.unknown()) {
			return Text.status(fate.commit(), 0, Action.NoAction, null);
		}
		if (!request.rollbackIfNone()) {
			throw Refused.other(Text.txnNotFound(request.start(), key.name));
		}
		if (request.resolvingPessimistic()) {
			return Text.status(0, 0, Action.LockNotExistDoNothing, null);
		}
		if (this.model.follows(Rule.STATUS_LEAVES_ROLLBACK)) {
			new RollbackModel(this.model, request.start()).leave(key, fate.overlapped(), true, false);
		}
		return Text.status(0, 0, Action.LockNotExistRollback, null);
	}

	private String check(Step.Secondaries request) {
		this.model.raise(request.start());
		List<LockView> locks = new ArrayList<>();
		String decided = "";
		for (String name : request.keys()) {
			ModelKey key = this.model.key(name);
			ModelLock own = key.own(request.start());
			if (own != null && !own.pessimistic()) {
				locks.add(own.view(name));
				continue;
			}
			decided = "decided " + decide(key, request.start());
			if (this.model.follows(Rule.SECONDARIES_STOP_AT_FIRST)) {
				break;
			}
		}
		return decided.isEmpty() ? "allLocked " + locks : decided;
	}

	private long decide(ModelKey key, long start) {
		RollbackModel rollback = new RollbackModel(this.model, start);
		if (key.own(start) != null) {
			rollback.removeLock(key, true, true);
			return 0;
		}
		ModelKey.Fate fate = key.fate(start);
		if (fate.unknown() && this.model.follows(Rule.SECONDARIES_LEAVE_ROLLBACK)) {
			rollback.leave(key, fate.overlapped(), true, true);
		}
		return fate.commit();
	}

}
