package io.tito.embedded.history;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb.Op;

/**
 * Sections 1.3, 1.4, 1.7, 1.9, 1.10 and 6: what is done to locks that are there, and the
 * collection of old versions.
 */
final class LockModel {

	private final Model model;

	LockModel(Model model) {
		this.model = model;
	}

	String run(Step step) {
		if (step instanceof Step.Commit commit) {
			return commit(commit);
		}
		if (step instanceof Step.Rollback rollback) {
			rollback.keys().forEach((key) -> rollback(this.model.key(key), rollback.start()));
			return Text.OK;
		}
		if (step instanceof Step.Cleanup cleanup) {
			return cleanup(cleanup);
		}
		if (step instanceof Step.HeartBeat heartBeat) {
			return heartBeat(heartBeat);
		}
		if (step instanceof Step.Resolve resolve) {
			return resolve(resolve);
		}
		if (step instanceof Step.ResolveAll resolve) {
			resolveAll(resolve.commitByStart());
			return Text.OK;
		}
		return (step instanceof Step.ScanLocks scan) ? scan(scan) : collect((Step.Collect) step);
	}

	private String commit(Step.Commit request) {
		if (request.commit() <= request.start() && this.model.follows(Rule.COMMIT_AFTER_START)) {
			throw Refused.abort("InvalidTxnTso");
		}
		request.keys().forEach((key) -> commit(this.model.key(key), request.start(), request.commit()));
		return Text.committed(request.commit());
	}

	private void commit(ModelKey key, long start, long commit) {
		ModelLock own = key.own(start);
		if (own == null) {
			if (!isCommitted(key, start) || !this.model.follows(Rule.COMMIT_REPEATS)) {
				throw Refused.other(Text.lockNotFound(key.name));
			}
			return;
		}
		if (commit < own.minCommit() && this.model.follows(Rule.COMMIT_NOT_BELOW_MINIMUM)) {
			throw Refused.other(Text.commitTsExpired(start, commit, key.name, own.minCommit()));
		}
		if (!own.pessimistic()) {
			boolean overlapped = own.rollbacks().contains(commit)
					&& this.model.follows(Rule.COMMIT_KEEPS_ROLLBACK_IN_MIND);
			putCommit(key, new ModelWrite(own.type(), start, commit, own.value(), false, overlapped));
		}
		key.lock = null;
	}

	private boolean isCommitted(ModelKey key, long start) {
		if (this.model.follows(Rule.RECORDS_SEARCHED_FROM_NEWEST)) {
			return key.fate(start).commit() > 0;
		}
		ModelWrite newest = key.newest(Time.LATEST);
		return newest != null && newest.start() == start && newest.type() != Op.Rollback;
	}

	static void putCommit(ModelKey key, ModelWrite write) {
		ModelWrite present = key.writes.get(write.commit());
		if (present != null && present.type() != Op.Rollback) {
			throw new Unspecified("Two transactions commit at one timestamp");
		}
		key.put(write);
	}

	private void rollback(ModelKey key, long start) {
		if (new RollbackModel(this.model, start).rollback(key, 0, false) > 0) {
			throw Refused.abort("Committed");
		}
	}

	private String cleanup(Step.Cleanup request) {
		this.model.raise(request.start());
		boolean protect = this.model.follows(Rule.CLEANUP_PROTECTS);
		long commit = new RollbackModel(this.model, request.start()).rollback(this.model.key(request.key()),
				request.current(), protect);
		return (commit > 0) ? Text.committed(commit) : Text.OK;
	}

	private String heartBeat(Step.HeartBeat request) {
		ModelKey key = this.model.key(request.key());
		ModelLock own = key.own(request.start());
		if (own == null) {
			throw Refused.other(Text.txnNotFound(request.start(), request.key()));
		}
		boolean longer = request.ttl() > own.ttl() || !this.model.follows(Rule.HEART_BEAT_NEVER_SHORTENS);
		ModelLock alive = longer ? own.withTtl(request.ttl()) : own;
		key.lock = alive;
		return "alive " + alive.ttl();
	}

	private String resolve(Step.Resolve request) {
		if (request.keys().isEmpty()) {
			resolveAll(Map.of(request.start(), request.commit()));
			return Text.OK;
		}
		for (String name : request.keys()) {
			resolve(this.model.key(name), request.start(), request.commit());
		}
		return Text.OK;
	}

	private void resolve(ModelKey key, long start, long commit) {
		if (commit == 0) {
			if (this.model.follows(Rule.RESOLVE_PROTECTS_NOT)) {
				rollback(key, start);
			}
			else {
				new RollbackModel(this.model, start).rollback(key, 0, true);
			}
		}
		else {
			commit(key, start, commit);
		}
	}

	private void resolveAll(Map<Long, Long> commitByStart) {
		for (ModelKey key : List.copyOf(this.model.keys().values())) {
			ModelLock lock = key.lock;
			Long commit = (lock != null) ? commitByStart.get(lock.start()) : null;
			if (lock != null && commit == null && !this.model.follows(Rule.RESOLVE_ONLY_NAMED)) {
				commit = 0L;
			}
			if (lock != null && commit != null) {
				resolve(key, lock.start(), commit);
			}
		}
	}

	private String scan(Step.ScanLocks request) {
		this.model.raise(request.max());
		return "locks " + this.model.keys()
			.subMap(request.from(), request.to())
			.values()
			.stream()
			.map((key) -> found(key, request.max()))
			.filter(Objects::nonNull)
			.limit((request.limit() > 0) ? request.limit() : Long.MAX_VALUE)
			.toList();
	}

	private long found(long max) {
		return this.model.keys().values().stream().filter((key) -> key.lock != null && key.lock.start() <= max).count();
	}

	private @Nullable LockView found(ModelKey key, long max) {
		ModelLock lock = key.lock;
		boolean listed = lock != null && (lock.start() <= max || !this.model.follows(Rule.LOCKS_UP_TO_MAXIMUM));
		return (lock != null && listed) ? lock.view(key.name) : null;
	}

	private String collect(Step.Collect request) {
		if (found(request.safePoint()) > 0) {
			throw new Unspecified("A lock below the safe point");
		}
		for (ModelKey key : this.model.keys().values()) {
			ModelWrite kept = this.model.follows(Rule.COLLECTION_KEEPS_NEWEST) ? key.newestData(request.safePoint())
					: null;
			boolean deleted = kept != null && kept.type() == Op.Del
					&& this.model.follows(Rule.COLLECTION_DROPS_DELETES);
			key.writes.values()
				.removeIf((write) -> write.commit() <= request.safePoint() && (deleted || !write.equals(kept)));
		}
		this.model.collected(request.safePoint());
		return Text.OK;
	}

}
