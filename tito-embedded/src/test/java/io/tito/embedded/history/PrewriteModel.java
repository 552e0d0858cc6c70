package io.tito.embedded.history;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb.Assertion;
import org.tikv.kvproto.Kvrpcpb.AssertionLevel;
import org.tikv.kvproto.Kvrpcpb.Op;

/**
 * Section 1.2: KvPrewrite.
 */
final class PrewriteModel {

	private static final int OPTIMISTIC = 1;

	private static final int SELF_ROLLED_BACK = 3;

	private final Model model;

	private final Step.Prewrite request;

	private final long start;

	private final List<Refused> locked = new ArrayList<>();

	private final List<ModelKey> onePhaseKeys = new ArrayList<>();

	private @Nullable Refused failedAssertion;

	private boolean fallenBack;

	private long minCommit;

	PrewriteModel(Model model, Step.Prewrite request) {
		this.model = model;
		this.request = request;
		this.start = request.start();
	}

	String run() {
		for (Step.Change change : this.request.changes()) {
			prewriteUnlessCommitted(change, this.model.key(change.key()));
		}
		refuseIfFailed();
		if (this.request.onePhase() && !this.fallenBack) {
			this.onePhaseKeys.forEach(this::commit);
			return Text.prewritten(0, this.minCommit);
		}
		boolean async = this.request.async() && !this.request.onePhase() && !this.fallenBack;
		return Text.prewritten(async ? this.minCommit : 0, 0);
	}

	private void refuseIfFailed() {
		Refused assertion = this.failedAssertion;
		if (assertion != null && (this.locked.isEmpty() || this.model.follows(Rule.PREWRITE_ASSERTION_BEFORE_LOCKS))) {
			throw assertion;
		}
		if (!this.locked.isEmpty()) {
			throw Refused
				.locked(this.model.follows(Rule.PREWRITE_COLLECTS_LOCKS) ? this.locked : this.locked.subList(0, 1));
		}
	}

	private void commit(ModelKey key) {
		ModelLock lock = key.lock;
		if (lock != null && lock.start() == this.start && !lock.pessimistic()) {
			LockModel.putCommit(key,
					new ModelWrite(lock.type(), this.start, this.minCommit, lock.value(), false, false));
			if (this.model.follows(Rule.ONE_PHASE_REMOVES_OWN_LOCK) || this.request.forUpdate() == 0) {
				key.lock = null;
			}
		}
	}

	private void prewriteUnlessCommitted(Step.Change change, ModelKey key) {
		try {
			prewrite(change, key);
		}
		catch (Refused ex) {
			long commit = key.fate(this.start).commit();
			if (commit > 0 && ex.kind() != Refused.Kind.OTHER && ex.kind() != Refused.Kind.ASSERTION
					&& this.model.follows(Rule.PREWRITE_REPEATS_AFTER_COMMIT)) {
				throw Refused
					.other(Text.prewritten(this.request.async() ? commit : 0, this.request.onePhase() ? commit : 0));
			}
			collect(ex);
		}
	}

	private void collect(Refused failure) {
		if (failure.kind() == Refused.Kind.LOCKED) {
			this.locked.add(failure);
		}
		else if (failure.kind() != Refused.Kind.ASSERTION) {
			throw failure;
		}
		else if (this.failedAssertion == null) {
			this.failedAssertion = failure;
		}
	}

	private void prewrite(Step.Change change, ModelKey key) {
		boolean mustNotExist = change.op() == Op.Insert || change.op() == Op.CheckNotExists;
		if (mustNotExist && this.model.follows(Rule.INSERT_RAISES_MAX_TS)) {
			this.model.raise(this.start);
		}
		if (this.request.pessimistic() && change.op() == Op.CheckNotExists) {
			throw Refused.abort("CheckNotExists");
		}
		ModelLock present = key.lock;
		if (present != null && present.start() != this.start) {
			throw lockedByOther(present, change);
		}
		if (present != null && !present.pessimistic() && this.model.follows(Rule.PREWRITE_REPEATS)) {
			repeated(present);
			return;
		}
		check(change, key, present, mustNotExist);
		if (change.op() == Op.CheckNotExists) {
			contribute(Math.max(this.request.minCommit(), this.start + 1));
			return;
		}
		lock(change, key, present);
	}

	private Refused lockedByOther(ModelLock other, Step.Change change) {
		if (change.expectsLock()) {
			return Refused.pessimisticLockNotFound();
		}
		boolean hidesTtl = this.request.pessimistic() && this.model.follows(Rule.PREWRITE_HIDES_TTL_FROM_PESSIMISTIC);
		return Refused.locked((hidesTtl ? other.withTtl(0) : other).view(change.key()));
	}

	private void repeated(ModelLock own) {
		if (this.request.onePhase() && own.async()) {
			throw new Unspecified("One-phase commit over an async commit");
		}
		if (own.async() && this.request.async()) {
			contribute(own.minCommit());
		}
		else if (this.model.follows(Rule.ASYNC_FALLS_BACK_AT_PLAIN_LOCK)) {
			this.fallenBack = true;
		}
	}

	private void check(Step.Change change, ModelKey key, @Nullable ModelLock present, boolean mustNotExist) {
		if (present != null && present.pessimistic() && !this.request.pessimistic()) {
			throw Refused.abort("LockTypeNotMatch");
		}
		ModelWrite newest = key.newest(Time.LATEST);
		boolean amended = present == null && change.expectsLock();
		if (amended && newest != null && newest.commit() >= this.start
				&& this.model.follows(Rule.PREWRITE_AMENDS_IF_NOTHING_NEW)) {
			throw Refused.pessimisticLockNotFound();
		}
		boolean checksRecords = this.request.pessimistic() ? !change.expectsLock() && this.request.retry() : true;
		if (checksRecords) {
			checkRecords(key, mustNotExist);
		}
		checkAssertion(change, key, checksRecords || amended);
	}

	private void checkRecords(ModelKey key, boolean mustNotExist) {
		for (ModelWrite write : key.writes.values()) {
			if (write.rollsBack(this.start) && this.model.follows(Rule.PREWRITE_MINDS_OWN_ROLLBACK)) {
				throw Refused.conflict(this.start, write, key.name, this.request.primary(), SELF_ROLLED_BACK);
			}
			if (this.request.pessimistic() && write.commit() > this.request.forUpdate()) {
				if (write.type() == Op.Rollback) {
					continue;
				}
				throw Refused.pessimisticLockNotFound();
			}
			boolean counts = write.isData() || this.model.follows(Rule.PREWRITE_MINDS_ALL_RECORDS);
			if (!this.request.pessimistic() && write.commit() > this.start && counts) {
				throw Refused.conflict(this.start, write, key.name, this.request.primary(), OPTIMISTIC);
			}
			if (mustNotExist && key.value(write.commit()) != null && this.model.follows(Rule.PREWRITE_INSERT_CHECKS)) {
				throw Refused.other(Text.exists(key.name));
			}
			return;
		}
	}

	private void checkAssertion(Step.Change change, ModelKey key, boolean loaded) {
		AssertionLevel level = this.request.level();
		boolean asserts = level == AssertionLevel.Strict || (level == AssertionLevel.Fast && loaded);
		if (!asserts || change.assertion() == Assertion.None) {
			return;
		}
		boolean exists = key.value(Time.LATEST) != null;
		if (exists != (change.assertion() == Assertion.Exist)) {
			if (!loaded) {
				checkRecords(key, change.op() == Op.Insert);
			}
			ModelWrite data = key.newestData(Time.LATEST);
			throw Refused.assertion(this.start, key.name, change.assertion(), (data != null) ? data.start() : 0,
					(data != null) ? data.commit() : 0);
		}
	}

	private void lock(Step.Change change, ModelKey key, @Nullable ModelLock own) {
		if (key.fate(this.start).commit() > 0) {
			throw new Unspecified("Locks what the transaction has committed");
		}
		ModelLock lock = fit(key, plain(change, own));
		key.lock = lock;
		this.onePhaseKeys.add(key);
	}

	private ModelLock plain(Step.Change change, @Nullable ModelLock own) {
		Op type = (change.op() == Op.Insert) ? Op.Put : change.op();
		ModelLock lock = new ModelLock(type, this.request.primary(), this.start, this.request.ttl(), change.value(),
				this.request.forUpdate(), this.request.changes().size(), this.request.minCommit(), false, List.of(),
				List.of());
		return (own != null) ? upgrade(own, lock) : lock;
	}

	private ModelLock upgrade(ModelLock own, ModelLock lock) {
		long ttl = this.model.follows(Rule.PREWRITE_UPGRADE_KEEPS_TTL) ? Math.max(own.ttl(), lock.ttl()) : lock.ttl();
		long least = this.model.follows(Rule.PREWRITE_UPGRADE_KEEPS_MIN_COMMIT)
				? Math.max(own.minCommit(), lock.minCommit()) : lock.minCommit();
		return new ModelLock(lock.type(), lock.primary(), lock.start(), ttl, lock.value(),
				Math.max(own.forUpdate(), lock.forUpdate()), lock.size(), least, false, List.of(), List.of());
	}

	private ModelLock fit(ModelKey key, ModelLock lock) {
		if (this.fallenBack || !(this.request.async() || this.request.onePhase())) {
			return lock;
		}
		long read = this.model.follows(this.request.onePhase() ? Rule.ONE_PHASE_ABOVE_MAX_TS : Rule.ASYNC_ABOVE_MAX_TS)
				? this.model.maxTs() : 0;
		long least = Math.max(lock.minCommit(), Math.max(Math.max(read, this.start), lock.forUpdate()) + 1);
		long bound = this.request.maxCommit();
		if (bound != 0 && least > bound && this.model.follows(Rule.ASYNC_FALLS_BACK_AT_BOUND)) {
			this.fallenBack = true;
			return lock;
		}
		contribute(least);
		boolean primary = key.name.equals(this.request.primary())
				|| !this.model.follows(Rule.ASYNC_SECONDARIES_ON_PRIMARY_ONLY);
		ModelLock fitted = lock.withMinCommit(least);
		return this.request.onePhase() ? fitted : fitted.asAsync(primary ? this.request.secondaries() : List.of());
	}

	private void contribute(long timestamp) {
		this.minCommit = Math.max(this.minCommit, timestamp);
	}

}
