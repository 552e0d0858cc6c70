package io.tito.embedded.storage;

import java.util.ArrayList;
import java.util.List;

import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * The lock of a transaction on one key.
 *
 * @param type what it becomes at commit
 * @param primary the key whose lock decides the transaction
 * @param startTs the start timestamp, which names the transaction
 * @param ttl milliseconds after the start timestamp until others may roll it back
 * @param value the value to be committed, empty unless the type is {@link LockType#PUT}
 * @param forUpdateTs greater than zero if the transaction is pessimistic
 * @param txnSize how many keys the transaction writes, as its client said
 * @param minCommitTs the smallest commit timestamp allowed
 * @param asyncCommit whether the transaction is committed once all its locks are there
 * @param secondaries on the primary of such a transaction, its other keys
 * @param rollbackTs start timestamps of others that were rolled back on this key and that
 * this lock may commit at
 * @param withConflict whether a pessimistic lock was granted although something newer was
 * committed, by a request in force-lock mode that may be late
 */
public record Lock(LockType type, ByteString primary, long startTs, long ttl, ByteString value, long forUpdateTs,
		long txnSize, long minCommitTs, boolean asyncCommit, List<ByteString> secondaries, List<Long> rollbackTs,
		boolean withConflict) {

	public Lock {
		secondaries = List.copyOf(secondaries);
		rollbackTs = List.copyOf(rollbackTs);
	}

	public Lock(LockType type, ByteString primary, long startTs, long ttl, ByteString value, long forUpdateTs,
			long txnSize, long minCommitTs, boolean asyncCommit, List<ByteString> secondaries, List<Long> rollbackTs) {
		this(type, primary, startTs, ttl, value, forUpdateTs, txnSize, minCommitTs, asyncCommit, secondaries,
				rollbackTs, false);
	}

	public boolean isPessimistic() {
		return this.type == LockType.PESSIMISTIC;
	}

	public Lock withTtl(long newTtl) {
		return new Lock(this.type, this.primary, this.startTs, newTtl, this.value, this.forUpdateTs, this.txnSize,
				this.minCommitTs, this.asyncCommit, this.secondaries, this.rollbackTs, this.withConflict);
	}

	public Lock withMinCommitTs(long newMinCommitTs) {
		return new Lock(this.type, this.primary, this.startTs, this.ttl, this.value, this.forUpdateTs, this.txnSize,
				newMinCommitTs, this.asyncCommit, this.secondaries, this.rollbackTs, this.withConflict);
	}

	/**
	 * This lock in place of an earlier one of its transaction, which it must not weaken.
	 * @param before the earlier lock
	 * @return a lock that lives as long, commits as late and has seen as much as both
	 */
	public Lock notLessThan(Lock before) {
		return new Lock(this.type, this.primary, this.startTs, Math.max(this.ttl, before.ttl), this.value,
				Math.max(this.forUpdateTs, before.forUpdateTs), this.txnSize,
				Math.max(this.minCommitTs, before.minCommitTs), this.asyncCommit, this.secondaries, this.rollbackTs);
	}

	public Lock withRollback(long rolledBack) {
		List<Long> all = new ArrayList<>(this.rollbackTs);
		all.add(rolledBack);
		return new Lock(this.type, this.primary, this.startTs, this.ttl, this.value, this.forUpdateTs, this.txnSize,
				this.minCommitTs, this.asyncCommit, this.secondaries, all);
	}

}
