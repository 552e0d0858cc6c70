package io.tito.embedded.history;

import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb.Op;

/**
 * The definitions at the head of section 1: how a rollback is recorded.
 */
final class RollbackModel {

	private final Model model;

	private final long start;

	RollbackModel(Model model, long start) {
		this.model = model;
		this.start = start;
	}

	/**
	 * Section 1.4, for one key.
	 * @return the commit timestamp if it is committed, else 0
	 */
	long rollback(ModelKey key, long current, boolean protect) {
		ModelLock own = key.own(this.start);
		if (own != null) {
			if (current != 0 && !own.expired(current) && this.model.follows(Rule.CLEANUP_SPARES_ALIVE)) {
				throw Refused.locked(own.view(key.name));
			}
			removeLock(key, own, !protect);
			return 0;
		}
		ModelKey.Fate fate = key.fate(this.start);
		if (fate.unknown()) {
			leave(key, fate.overlapped(), protect, !protect);
		}
		return fate.commit();
	}

	/**
	 * Roll back the own lock of the transaction.
	 */
	void removeLock(ModelKey key, ModelLock own, boolean collapse) {
		boolean protect = key.name.equals(own.primary()) && this.model.follows(Rule.ROLLBACK_PROTECTS_PRIMARY);
		removeLock(key, protect, collapse);
	}

	void removeLock(ModelKey key, boolean protect, boolean collapse) {
		ModelKey.Fate fate = key.fate(this.start);
		if (fate.commit() > 0) {
			throw new Unspecified("Rolls back a lock of a committed transaction");
		}
		key.lock = null;
		if (fate.unknown()) {
			if (collapse) {
				collapse(key);
			}
			put(key, fate.overlapped(), protect);
		}
	}

	/**
	 * Record a rollback where nothing is known of the transaction.
	 */
	void leave(ModelKey key, @Nullable ModelWrite overlapped, boolean protect, boolean collapse) {
		if (overlapped == null) {
			markOnMismatch(key, protect);
		}
		if (collapse) {
			collapse(key);
		}
		put(key, overlapped, protect);
	}

	private void put(ModelKey key, @Nullable ModelWrite overlapped, boolean protect) {
		if (overlapped == null || !this.model.follows(Rule.ROLLBACK_SPARES_OVERLAPPED)) {
			key.put(ModelWrite.rollback(this.start, protect));
		}
		else if (protect && this.model.follows(Rule.ROLLBACK_MARKS_OVERLAPPED)) {
			key.put(overlapped.withOverlap());
		}
	}

	private void collapse(ModelKey key) {
		ModelWrite newest = key.newest(this.start);
		if (newest != null && newest.type() == Op.Rollback && this.model.follows(Rule.ROLLBACK_COLLAPSES_UNPROTECTED)
				&& !(newest.protects() && this.model.follows(Rule.ROLLBACK_SPARES_PROTECTED))) {
			key.writes.remove(newest.commit());
		}
	}

	private void markOnMismatch(ModelKey key, boolean protect) {
		ModelLock other = key.lock;
		if (protect && other != null && other.async() && this.start >= other.minCommit()
				&& this.model.follows(Rule.ROLLBACK_MARKS_FOREIGN_LOCK)) {
			key.lock = other.withRollback(this.start);
		}
	}

}
