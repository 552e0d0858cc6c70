package io.tito.lease;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.tito.client.CommitOutcome;
import io.tito.client.Snapshot;
import io.tito.client.TitoClient;
import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.cluster.Membership;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job that this instance stands for. What is known of the lease comes from looking at
 * it together with the owner's session, at one snapshot: as long as that session lasts,
 * nobody takes the lease. Whoever takes it over pins the old owner's session, so that a
 * renewal at the same moment makes it fail. Thread-safe.
 */
final class Candidate implements Candidacy {

	private static final Logger logger = LoggerFactory.getLogger(Candidate.class);

	private final TitoClient client;

	private final Membership membership;

	private final LeaseRow row;

	private final LeaderListener listener;

	private final Duration margin;

	private final LongSupplier nanoTime;

	private final Consumer<Candidate> closed;

	private volatile @Nullable Leadership leadership;

	private boolean standing = true;

	Candidate(TitoClient client, Membership membership, LeaseRow row, LeaderListener listener, Duration margin,
			LongSupplier nanoTime, Consumer<Candidate> closed) {
		this.client = client;
		this.membership = membership;
		this.row = row;
		this.listener = listener;
		this.margin = margin;
		this.nanoTime = nanoTime;
		this.closed = closed;
	}

	@Override
	public @Nullable Leadership leadership() {
		Leadership current = this.leadership;
		return (current != null && current.isHeld()) ? current : null;
	}

	/**
	 * Look at the lease, and take it if nobody has it.
	 */
	synchronized void look() {
		if (!this.standing) {
			return;
		}
		try {
			lookNow();
		}
		finally {
			endIfNotHeld();
		}
	}

	private void lookNow() {
		long before = this.nanoTime.getAsLong();
		Transaction snapshot = begin();
		Lease lease = this.row.read(snapshot);
		if (isOwn(lease)) {
			keep(before, this.membership.sessionLeft(snapshot, lease.owner()));
		}
		else {
			end();
			takeIfFree(lease, snapshot);
		}
		snapshot.rollback();
	}

	/**
	 * Nothing takes longer than the margin, so that closing does not either.
	 */
	private Transaction begin() {
		return this.client.begin(TransactionOptions.defaults().within(this.margin));
	}

	private boolean isOwn(Lease lease) {
		Leadership current = this.leadership;
		return current != null && current.lease().equals(lease);
	}

	private void keep(long before, Duration left) {
		Leadership current = this.leadership;
		if (current != null) {
			current.holdUntil(before + left.minus(this.margin).toNanos());
		}
	}

	private void takeIfFree(Lease lease, Snapshot snapshot) {
		boolean mine = lease.owner().equals(this.membership.self());
		if (lease.isFree() || mine || this.membership.sessionLeft(snapshot, lease.owner()).isZero()) {
			take(lease);
		}
	}

	/**
	 * A lost race or an answer that was lost shows at the next look.
	 */
	private void take(Lease seen) {
		long before = this.nanoTime.getAsLong();
		Transaction transaction = begin();
		String self = this.membership.self();
		Duration left = this.membership.sessionLeft(transaction, self);
		if (left.isZero() || !this.row.read(transaction).equals(seen) || isAlive(transaction, seen)) {
			transaction.rollback();
			return;
		}
		Lease taken = seen.takenBy(self);
		this.row.write(transaction, taken);
		CommitOutcome outcome = transaction.commit();
		logger.debug("Taking the lease '{}' ended as {}", this.row.name(), outcome);
		if (outcome instanceof CommitOutcome.Committed) {
			gain(taken, before + left.minus(this.margin).toNanos());
		}
	}

	private boolean isAlive(Transaction transaction, Lease seen) {
		if (seen.isFree() || seen.owner().equals(this.membership.self())) {
			return false;
		}
		this.membership.pin(transaction, seen.owner());
		return !this.membership.sessionLeft(transaction, seen.owner()).isZero();
	}

	private void gain(Lease taken, long until) {
		Leadership gained = new Leadership(this.row, taken, this.membership::isLive, this.nanoTime);
		gained.holdUntil(until);
		this.leadership = gained;
		logger.info("This instance leads '{}' (epoch {})", this.row.name(), taken.epoch());
		tell(() -> this.listener.gained(gained));
	}

	private void endIfNotHeld() {
		if (leadership() == null) {
			end();
		}
	}

	private void end() {
		Leadership lost = this.leadership;
		if (lost != null) {
			this.leadership = null;
			lost.end();
			logger.info("This instance no longer leads '{}' (epoch {})", this.row.name(), lost.epoch());
			tell(() -> this.listener.lost(lost));
		}
	}

	private void tell(Runnable telling) {
		try {
			telling.run();
		}
		catch (RuntimeException ex) {
			logger.warn("What was to hear of the leader of '{}' failed", this.row.name(), ex);
		}
	}

	@Override
	public void close() {
		synchronized (this) {
			if (!this.standing) {
				return;
			}
			this.standing = false;
			Leadership current = this.leadership;
			end();
			if (current != null) {
				release(current.lease());
			}
		}
		this.closed.accept(this);
	}

	private void release(Lease own) {
		try {
			Transaction transaction = begin();
			if (!this.row.read(transaction).equals(own)) {
				transaction.rollback();
				return;
			}
			this.row.write(transaction, own.released());
			logger.debug("Releasing the lease '{}' ended as {}", this.row.name(), transaction.commit());
		}
		catch (TitoClientException ex) {
			logger.debug("The lease '{}' is left to the end of the session", this.row.name(), ex);
		}
	}

}
