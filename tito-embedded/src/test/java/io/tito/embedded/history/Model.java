package io.tito.embedded.history;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The rules of section 1 of the protocol in their simplest form: what becomes of a few
 * keys and what is answered, one request after the other. Shares nothing with the server.
 */
final class Model {

	private final @Nullable Rule broken;

	private TreeMap<String, ModelKey> keys = new TreeMap<>();

	private long maxTs;

	private long safePoint;

	/**
	 * Nothing is stored and nothing read.
	 * @param maxTs the greatest timestamp that was read at
	 * @param broken a rule that the model does not follow, null to follow all
	 */
	Model(long maxTs, @Nullable Rule broken) {
		this.maxTs = maxTs;
		this.broken = broken;
	}

	/**
	 * Answer a request.
	 * @param step the request
	 * @return the answer
	 * @throws Unspecified if the protocol does not say what happens
	 */
	String apply(Step step) {
		TreeMap<String, ModelKey> before = copy(this.keys);
		try {
			return run(step);
		}
		catch (Refused ex) {
			if (follows(Rule.COMMANDS_ARE_ATOMIC)) {
				this.keys = before;
			}
			return ex.answer();
		}
	}

	private String run(Step step) {
		if (step instanceof Step.Prewrite prewrite) {
			return new PrewriteModel(this, prewrite).run();
		}
		if (step instanceof Step.Lock || step instanceof Step.Unlock) {
			return new PessimisticModel(this).run(step);
		}
		if (step instanceof Step.Status || step instanceof Step.Secondaries) {
			return new StatusModel(this).run(step);
		}
		if (step instanceof Step.Get || step instanceof Step.BatchGet || step instanceof Step.Scan) {
			return new ReadModel(this).run(step);
		}
		return (step instanceof Step.Restart) ? restart() : new LockModel(this).run(step);
	}

	// pessimistic locks are in memory only
	private String restart() {
		for (ModelKey key : this.keys.values()) {
			ModelLock lock = key.lock;
			if (lock != null && lock.pessimistic()) {
				key.lock = null;
			}
		}
		return Text.OK;
	}

	/**
	 * A copy that follows the same rules.
	 */
	Model copy() {
		Model copy = new Model(this.maxTs, this.broken);
		copy.keys = copy(this.keys);
		copy.safePoint = this.safePoint;
		return copy;
	}

	private static TreeMap<String, ModelKey> copy(Map<String, ModelKey> keys) {
		TreeMap<String, ModelKey> copy = new TreeMap<>();
		keys.forEach((name, key) -> copy.put(name, key.copy()));
		return copy;
	}

	boolean follows(Rule rule) {
		return rule != this.broken;
	}

	ModelKey key(String name) {
		return this.keys.computeIfAbsent(name, ModelKey::new);
	}

	TreeMap<String, ModelKey> keys() {
		return this.keys;
	}

	long maxTs() {
		return this.maxTs;
	}

	void raise(long timestamp) {
		if (timestamp != Time.LATEST) {
			this.maxTs = Math.max(this.maxTs, timestamp);
		}
	}

	long safePoint() {
		return this.safePoint;
	}

	void collected(long newSafePoint) {
		this.safePoint = newSafePoint;
	}

	/**
	 * All that is stored about some keys, and all locks as a client that scans for them
	 * is told.
	 */
	String dump(List<String> names) {
		return names.stream().map((name) -> key(name).dump()).collect(Collectors.joining("\n")) + "\n"
				+ new LockModel(this).run(new Step.ScanLocks(Time.LATEST, 0, Picker.BEFORE, Picker.BEHIND));
	}

}
