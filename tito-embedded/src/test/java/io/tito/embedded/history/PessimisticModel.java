package io.tito.embedded.history;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb.Op;

/**
 * Section 1.8: KvPessimisticLock without waiting, and KVPessimisticRollback.
 */
final class PessimisticModel {

	private static final int PESSIMISTIC_RETRY = 2;

	private final Model model;

	PessimisticModel(Model model) {
		this.model = model;
	}

	String run(Step step) {
		return (step instanceof Step.Lock lock) ? lock(lock) : unlock((Step.Unlock) step);
	}

	private String lock(Step.Lock request) {
		List<String> found = new ArrayList<>();
		for (String name : request.keys()) {
			if (request.onlyIfExists() && !request.returnsValues()) {
				throw Refused.abort("LockIfExistsFailed");
			}
			if (request.reads()) {
				this.model.raise(request.forUpdate());
			}
			ModelKey key = this.model.key(name);
			ModelLock present = key.lock;
			if (present != null) {
				again(key, present, request);
			}
			else {
				fresh(key, request);
			}
			found.add(found(key, request));
		}
		return "pessimisticallyLocked " + found;
	}

	private void again(ModelKey key, ModelLock present, Step.Lock request) {
		if (present.start() != request.start()) {
			throw Refused.locked(present.view(key.name));
		}
		if (!present.pessimistic()) {
			throw Refused.abort("LockTypeNotMatch");
		}
		boolean forward = request.forUpdate() > present.forUpdate()
				|| !this.model.follows(Rule.LOCK_AGAIN_ONLY_FORWARD);
		if (forward) {
			if (!this.model.follows(Rule.LOCK_AGAIN_UNCHECKED)) {
				check(key, request);
			}
			key.lock = newLock(request);
		}
	}

	private void fresh(ModelKey key, Step.Lock request) {
		check(key, request);
		if (!request.onlyIfExists() || key.value(request.forUpdate()) != null) {
			key.lock = newLock(request);
		}
	}

	private void check(ModelKey key, Step.Lock request) {
		ModelWrite newest = key.newest(Time.LATEST);
		if (newest != null && newest.commit() > request.forUpdate()
				&& this.model.follows(Rule.LOCK_CONFLICTS_WITH_NEWER)) {
			throw Refused.conflict(request.start(), newest, key.name, request.primary(), PESSIMISTIC_RETRY);
		}
		ModelWrite own = key.writes.get(request.start());
		if (own != null && own.rollsBack(request.start()) && this.model.follows(Rule.LOCK_MINDS_OWN_ROLLBACK)) {
			throw Refused.abort("PessimisticLockRolledBack");
		}
		if (request.mustNotExist() && key.value(Time.LATEST) != null) {
			throw Refused.other(Text.exists(key.name));
		}
	}

	private static ModelLock newLock(Step.Lock request) {
		return new ModelLock(Op.PessimisticLock, request.primary(), request.start(), request.ttl(), "",
				request.forUpdate(), 0, request.minCommit(), false, List.of(), List.of());
	}

	private String found(ModelKey key, Step.Lock request) {
		long at = this.model.follows(Rule.LOCK_READS_LATEST) ? request.forUpdate() : request.start();
		return found(request, key.value(at));
	}

	static String found(Step.Lock request, @Nullable String value) {
		if (request.returnsValues()) {
			return (value != null) ? "=" + value : "absent";
		}
		return !request.checksExistence() ? "" : (value != null) ? "present" : "absent";
	}

	private String unlock(Step.Unlock request) {
		for (String name : request.keys()) {
			ModelKey key = this.model.key(name);
			ModelLock own = key.own(request.start());
			boolean notNewer = own != null
					&& (own.forUpdate() <= request.forUpdate() || !this.model.follows(Rule.UNLOCK_MINDS_FOR_UPDATE));
			if (own != null && own.pessimistic() && notNewer) {
				key.lock = null;
			}
		}
		return Text.OK;
	}

}
