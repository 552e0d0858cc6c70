package io.tito.embedded.history;

import java.util.ArrayList;
import java.util.List;

import org.tikv.kvproto.Kvrpcpb.Op;

/**
 * The lock of a key in the model.
 */
record ModelLock(Op type, String primary, long start, long ttl, String value, long forUpdate, long size, long minCommit,
		boolean async, List<String> secondaries, List<Long> rollbacks) {

	boolean pessimistic() {
		return this.type == Op.PessimisticLock;
	}

	boolean expired(long current) {
		return Time.physical(this.start) + this.ttl < Time.physical(current);
	}

	LockView view(String key) {
		return new LockView(key, this.type, this.primary, this.start, this.ttl, this.forUpdate, this.size,
				this.minCommit, this.async, this.secondaries);
	}

	ModelLock withTtl(long newTtl) {
		return new ModelLock(this.type, this.primary, this.start, newTtl, this.value, this.forUpdate, this.size,
				this.minCommit, this.async, this.secondaries, this.rollbacks);
	}

	ModelLock withMinCommit(long newMinCommit) {
		return new ModelLock(this.type, this.primary, this.start, this.ttl, this.value, this.forUpdate, this.size,
				newMinCommit, this.async, this.secondaries, this.rollbacks);
	}

	ModelLock asAsync(List<String> newSecondaries) {
		return new ModelLock(this.type, this.primary, this.start, this.ttl, this.value, this.forUpdate, this.size,
				this.minCommit, true, newSecondaries, this.rollbacks);
	}

	ModelLock withRollback(long rolledBack) {
		List<Long> all = new ArrayList<>(this.rollbacks);
		all.add(rolledBack);
		return new ModelLock(this.type, this.primary, this.start, this.ttl, this.value, this.forUpdate, this.size,
				this.minCommit, this.async, this.secondaries, all);
	}

	/**
	 * The lock as the inspection of a key shows it, which leaves out the least commit
	 * timestamp.
	 */
	String dump() {
		return "lock " + this.type + " " + this.start + " primary=" + this.primary + " value=" + this.value + " ttl="
				+ this.ttl + " forUpdate=" + this.forUpdate + " size=" + this.size + " async=" + this.async
				+ this.secondaries + " rollbacks=" + this.rollbacks;
	}

}
