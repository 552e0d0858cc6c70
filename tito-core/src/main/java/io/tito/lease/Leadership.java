package io.tito.lease;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.tito.client.Transaction;

/**
 * The right of this instance to do a job, until somebody else may have it. A process can
 * be stopped at any moment for any time, so {@link #isHeld()} is only as good as the
 * moment at which it was asked; what is written to the store is safe with {@link #fence},
 * what goes elsewhere with the {@link #epoch()} if the other side refuses smaller ones.
 * Thread-safe.
 */
public final class Leadership {

	private final LeaseRow row;

	private final Lease lease;

	private final BooleanSupplier member;

	private final LongSupplier nanoTime;

	private volatile long heldUntil;

	private volatile boolean over;

	Leadership(LeaseRow row, Lease lease, BooleanSupplier member, LongSupplier nanoTime) {
		this.row = row;
		this.lease = lease;
		this.member = member;
		this.nanoTime = nanoTime;
	}

	/**
	 * The name of the job.
	 * @return the name of the lease
	 */
	public String name() {
		return this.row.name();
	}

	/**
	 * Greater than that of every leadership before: a fencing token for systems outside
	 * of the store.
	 * @return the epoch
	 */
	public long epoch() {
		return this.lease.epoch();
	}

	/**
	 * Whether no other instance can have taken the job yet. Judged by the monotonic
	 * clock, with a margin, from before the lease was last looked at; does not wait for
	 * the store.
	 * @return whether to go on
	 */
	public boolean isHeld() {
		return !this.over && this.heldUntil - this.nanoTime.getAsLong() > 0 && this.member.getAsBoolean();
	}

	/**
	 * Bind a transaction to this leadership: it can only commit if no other instance has
	 * taken the job. One read.
	 * @param transaction a transaction that has not committed
	 * @throws LeadershipLostException if another has it already; roll the transaction
	 * back
	 */
	public void fence(Transaction transaction) {
		if (this.over || !this.row.read(transaction).equals(this.lease)) {
			throw new LeadershipLostException(name(), epoch());
		}
		this.row.pin(transaction);
	}

	Lease lease() {
		return this.lease;
	}

	void holdUntil(long nanos) {
		this.heldUntil = nanos;
	}

	void end() {
		this.over = true;
	}

}
