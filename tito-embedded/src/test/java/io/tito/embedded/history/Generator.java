package io.tito.embedded.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.tikv.kvproto.Kvrpcpb.Assertion;
import org.tikv.kvproto.Kvrpcpb.AssertionLevel;
import org.tikv.kvproto.Kvrpcpb.IsolationLevel;
import org.tikv.kvproto.Kvrpcpb.Op;

/**
 * The next step of a random history: any request in any state, though most often one that
 * finds something to do.
 */
final class Generator {

	private final Picker pick;

	private final Target target;

	private int written;

	/**
	 * Begin a history.
	 * @param random what decides
	 * @param target the server, which may be able to do more than answer
	 */
	Generator(Random random, Target target) {
		this.pick = new Picker(random);
		this.target = target;
	}

	Step next(Model model) {
		int choice = this.pick.below(100);
		if (choice < 24) {
			return prewrite(model);
		}
		if (choice < 37) {
			return commit(model);
		}
		if (choice < 52) {
			return read(model);
		}
		if (choice < 72) {
			return status(model);
		}
		if (choice < 85) {
			return pessimistic(model);
		}
		return other(model);
	}

	private Step.Prewrite prewrite(Model model) {
		boolean pessimistic = this.pick.chance(40);
		long start = pessimistic ? this.pick.start(model, ModelLock::pessimistic) : this.pick.start();
		long forUpdate = pessimistic ? forUpdate(model, start) : 0;
		boolean onePhase = this.pick.chance(20);
		boolean async = !onePhase && this.pick.chance(35);
		// what others read is told only by an answer: not of keys before a fallback
		boolean single = (async || onePhase) && !this.target.isExact();
		List<String> keys = single ? List.of(this.pick.key()) : this.pick.keys();
		String primary = this.pick.chance(90) ? primary(start) : keys.get(0);
		long least = this.pick.chance(10) ? 0 : this.pick.chance(80) ? Math.max(start, forUpdate) + 1
				: Math.max(start + 1, this.pick.timestamp(model));
		long bound = this.pick.chance(80) ? 0 : this.pick.timestamp(model);
		return new Step.Prewrite(start, primary, changes(keys, pessimistic), this.pick.ttl(), forUpdate, least, bound,
				async, onePhase, async ? secondaries(primary) : List.of(), this.pick.chance(30),
				this.pick.oneOf(AssertionLevel.values()[0], AssertionLevel.Fast, AssertionLevel.Strict));
	}

	private String primary(long start) {
		List<String> all = this.pick.allKeys();
		return all.get((int) (Time.physical(start) % all.size()));
	}

	private List<String> secondaries(String primary) {
		return this.pick.allKeys().stream().filter((key) -> !key.equals(primary)).toList();
	}

	private long forUpdate(Model model, long start) {
		return this.pick.chance(40) ? Math.max(start, newest(model)) : Math.max(start, this.pick.timestamp(model));
	}

	private static long newest(Model model) {
		return model.keys()
			.values()
			.stream()
			.flatMap((key) -> key.writes.keySet().stream())
			.max(Long::compare)
			.orElse(0L);
	}

	private List<Step.Change> changes(List<String> keys, boolean pessimistic) {
		List<Step.Change> changes = new ArrayList<>();
		for (String key : keys) {
			Op op = this.pick.oneOf(Op.Put, Op.Put, Op.Put, Op.Del, Op.Lock, Op.Insert,
					this.pick.chance(pessimistic ? 10 : 60) ? Op.CheckNotExists : Op.Put);
			String value = (op == Op.Put || op == Op.Insert) ? "v" + ++this.written : "";
			Assertion assertion = this.pick.chance(70) ? Assertion.None
					: this.pick.oneOf(Assertion.Exist, Assertion.NotExist);
			changes.add(new Step.Change(op, key, value, assertion, pessimistic && this.pick.chance(70)));
		}
		return changes;
	}

	private Step commit(Model model) {
		long start = this.pick.start(model, (lock) -> true);
		List<String> keys = this.pick.chance(50) ? this.pick.allKeys() : this.pick.keys();
		if (this.pick.chance(3)) {
			return new Step.Commit(start, start - this.pick.below(2), keys);
		}
		return new Step.Commit(start, this.pick.commit(model, start), keys);
	}

	private Step read(Model model) {
		Step.Sight sight = sight(model);
		return switch (this.pick.below(4)) {
			case 0 -> new Step.BatchGet(this.pick.keys(), plain(sight));
			case 1 -> new Step.Scan(this.pick.oneOf(Picker.BEFORE, "k1"), this.pick.oneOf("k2", Picker.BEHIND),
					1 + this.pick.below(4), this.pick.chance(40), this.pick.chance(20), plain(sight));
			default -> new Step.Get(this.pick.key(), sight);
		};
	}

	private Step.Sight sight(Model model) {
		long at = this.pick.chance(15) ? Time.LATEST : this.pick.timestamp(model);
		List<Long> resolved = this.pick.chance(20) ? List.of(this.pick.start(model, (lock) -> true)) : List.of();
		List<Long> committed = this.pick.chance(20) ? List.of(this.pick.start(model, (lock) -> true)) : List.of();
		IsolationLevel isolation = this.pick.chance(85) ? IsolationLevel.SI
				: this.pick.oneOf(IsolationLevel.RC, IsolationLevel.RCCheckTS);
		return new Step.Sight(at, isolation, resolved, committed);
	}

	private static Step.Sight plain(Step.Sight sight) {
		return new Step.Sight(sight.at(), IsolationLevel.SI, sight.resolved(), sight.committed());
	}

	private Step status(Model model) {
		long start = this.pick.start(model, (lock) -> true);
		return switch (this.pick.below(20)) {
			case 0, 1, 2, 3 -> new Step.Secondaries(start, this.pick.keys());
			case 4, 5, 6 -> new Step.Cleanup(start, this.pick.current(model, start), this.pick.key());
			case 7, 8 -> new Step.HeartBeat(start, this.pick.key(), this.pick.ttl() + this.pick.below(10));
			default -> new Step.Status(this.pick.chance(70) ? primary(start) : this.pick.key(), start,
					this.pick.oneOf(0L, Time.LATEST, this.pick.timestamp(model), this.pick.timestamp(model)),
					this.pick.current(model, start), this.pick.chance(70), this.pick.chance(30), this.pick.chance(30),
					this.pick.chance(40));
		};
	}

	private Step pessimistic(Model model) {
		long start = this.pick.start(model, ModelLock::pessimistic);
		long forUpdate = forUpdate(model, start);
		if (this.pick.chance(25)) {
			return new Step.Unlock(start, forUpdate, this.pick.keys());
		}
		boolean returns = this.pick.chance(40);
		boolean onlyIfExists = this.pick.chance(returns ? 30 : 3);
		return new Step.Lock(start, forUpdate, primary(start), this.pick.keys(), this.pick.ttl(),
				this.pick.chance(20) ? 0 : forUpdate + 1, returns, this.pick.chance(30), this.pick.chance(15),
				onlyIfExists);
	}

	private Step other(Model model) {
		return switch (this.pick.below(10)) {
			case 0, 1, 2 -> new Step.Rollback(this.pick.start(model, (lock) -> true), this.pick.keys());
			case 3 -> new Step.Rollback(this.pick.start(), this.pick.keys());
			case 4, 5 -> resolve(model);
			case 6 -> resolveAll(model);
			case 7 -> new Step.ScanLocks(this.pick.timestamp(model), this.pick.below(3),
					this.pick.oneOf(Picker.BEFORE, "k1"), this.pick.oneOf("k2", Picker.BEHIND));
			default -> rare(model);
		};
	}

	private Step resolve(Model model) {
		long start = this.pick.start(model, (lock) -> true);
		long commit = this.pick.chance(40) ? 0 : Math.max(start + 1, this.pick.commit(model, start));
		return new Step.Resolve(start, commit, this.pick.chance(50) ? List.of() : this.pick.keys());
	}

	private Step resolveAll(Model model) {
		Map<Long, Long> commits = new HashMap<>();
		for (int i = 0; i < 2; i++) {
			long start = this.pick.start(model, (lock) -> true);
			commits.put(start, this.pick.chance(40) ? 0 : Math.max(start + 1, this.pick.commit(model, start)));
		}
		return new Step.ResolveAll(commits);
	}

	private Step rare(Model model) {
		if (this.target.restarts()) {
			return new Step.Restart();
		}
		if (!this.target.collects()) {
			return read(model);
		}
		long safePoint = this.pick.timestamp(model);
		boolean locked = model.keys().values().stream().anyMatch((key) -> isLockedBelow(key, safePoint));
		return (locked || safePoint <= model.safePoint()) ? read(model) : new Step.Collect(safePoint);
	}

	private static boolean isLockedBelow(ModelKey key, long safePoint) {
		ModelLock lock = key.lock;
		return lock != null && lock.start() <= safePoint;
	}

}
