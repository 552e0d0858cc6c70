package io.tito.embedded.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;

import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb.IsolationLevel;
import org.tikv.kvproto.Kvrpcpb.Op;

/**
 * Section 1.1: what a read sees, and which locks are in its way.
 */
final class ReadModel {

	private static final int RC_CHECK_TS = 4;

	private final Model model;

	ReadModel(Model model) {
		this.model = model;
	}

	String run(Step step) {
		if (step instanceof Step.Get get) {
			begin(get.sight());
			return Text.value(get.key(), value(this.model.key(get.key()), get.sight()));
		}
		if (step instanceof Step.BatchGet get) {
			begin(get.sight());
			return rows(get.keys().stream().map(this.model::key).toList(), get.sight(), false, Integer.MAX_VALUE);
		}
		return scan((Step.Scan) step);
	}

	private String scan(Step.Scan request) {
		begin(request.sight());
		NavigableMap<String, ModelKey> range = this.model.keys().subMap(request.from(), true, request.to(), false);
		Collection<ModelKey> keys = (request.descending() ? range.descendingMap() : range).values();
		return rows(keys, request.sight(), request.keyOnly(), request.limit());
	}

	private String rows(Collection<ModelKey> keys, Step.Sight sight, boolean keyOnly, int limit) {
		List<String> rows = new ArrayList<>();
		for (ModelKey key : keys) {
			if (rows.size() == limit) {
				break;
			}
			try {
				String value = value(key, sight);
				if (value != null) {
					rows.add(key.name + "=" + (keyOnly ? "" : value));
				}
			}
			catch (Refused ex) {
				rows.add(ex.answer());
				if (!this.model.follows(Rule.SCAN_GOES_ON_BEHIND_LOCKS)) {
					break;
				}
			}
		}
		return "rows " + rows;
	}

	private void begin(Step.Sight sight) {
		if (sight.at() < this.model.safePoint()) {
			throw Refused.abort("ReadBelowSafePoint");
		}
		if (this.model.follows(Rule.READ_RAISES_MAX_TS)) {
			this.model.raise(sight.at());
		}
	}

	private @Nullable String value(ModelKey key, Step.Sight sight) {
		ModelLock lock = key.lock;
		if (sight.isolation() == IsolationLevel.RCCheckTS) {
			checkTimestamps(key, sight);
		}
		if (lock != null && sight.isolation() == IsolationLevel.SI && !ignored(lock, key, sight)) {
			if (!sight.committed().contains(lock.start()) || !this.model.follows(Rule.READ_SEES_COMMITTED_LOCKS)) {
				throw Refused.locked(lock.view(key.name));
			}
			return (lock.type() == Op.Put) ? lock.value() : null;
		}
		return key.value(sight.at());
	}

	private boolean ignored(ModelLock lock, ModelKey key, Step.Sight sight) {
		boolean later = lock.start() > sight.at() && this.model.follows(Rule.READ_IGNORES_LATER_LOCKS);
		boolean withoutData = !writes(lock) && this.model.follows(Rule.READ_IGNORES_LOCKS_WITHOUT_DATA);
		boolean pushed = lock.minCommit() > sight.at() && this.model.follows(Rule.READ_IGNORES_PUSHED_LOCKS);
		boolean resolved = sight.resolved().contains(lock.start())
				&& this.model.follows(Rule.READ_IGNORES_RESOLVED_LOCKS);
		boolean primary = sight.at() == Time.LATEST && key.name.equals(lock.primary()) && !lock.async()
				&& this.model.follows(Rule.READ_OF_LATEST_IGNORES_PRIMARY);
		return later || withoutData || pushed || resolved || primary;
	}

	private static boolean writes(ModelLock lock) {
		return lock.type() == Op.Put || lock.type() == Op.Del;
	}

	private void checkTimestamps(ModelKey key, Step.Sight sight) {
		if (!this.model.follows(Rule.READ_CHECKS_TIMESTAMPS)) {
			return;
		}
		ModelLock lock = key.lock;
		if (lock != null && writes(lock) && !sight.resolved().contains(lock.start())) {
			ModelWrite pending = new ModelWrite(Op.Put, lock.start(), 0, "", false, false);
			throw Refused.conflict(sight.at(), pending, key.name, lock.primary(), RC_CHECK_TS);
		}
		ModelWrite newest = key.newest(Time.LATEST);
		if (newest != null && newest.commit() > sight.at()) {
			if (!newest.isData()) {
				throw new Unspecified("A newer record without data");
			}
			throw Refused.conflict(sight.at(), newest, key.name, "", RC_CHECK_TS);
		}
	}

}
