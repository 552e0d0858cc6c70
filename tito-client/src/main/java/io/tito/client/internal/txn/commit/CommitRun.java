package io.tito.client.internal.txn.commit;

import java.util.List;
import java.util.Set;

import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.CommitPhase;
import io.tito.client.Timestamp;
import io.tito.client.internal.pd.TimestampOracle;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.txn.hold.Beats;
import io.tito.client.internal.txn.hold.Demand;
import io.tito.client.internal.txn.hold.Heartbeat;
import io.tito.client.internal.txn.hold.HeldLocks;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * One commit, from its base timestamp to its outcome. Used once.
 */
final class CommitRun {

	private final CommitServices services;

	private final CommitPlan plan;

	private final Budget budget;

	private final Aftermath aftermath;

	private final Verdict verdict;

	private Timestamp start = Timestamp.ZERO;

	private boolean prewritten;

	CommitRun(CommitServices services, CommitPlan plan, Budget budget) {
		this.services = services;
		this.plan = plan;
		this.budget = budget;
		this.aftermath = new Aftermath(services);
		this.verdict = new Verdict(services, this.aftermath, budget);
	}

	CommitOutcome run() {
		HeldLocks held = this.plan.held();
		if (held == null) {
			return prepare(null);
		}
		try {
			CommitOutcome refusal = hold(held);
			return (refusal != null) ? refusal : prepare(held);
		}
		finally {
			if (!this.prewritten) {
				held.release();
			}
		}
	}

	/**
	 * Lock what is written, before the base timestamp, so that waiting does not make the
	 * commit a slow one.
	 */
	private @Nullable CommitOutcome hold(HeldLocks held) {
		List<Demand> demands = this.plan.buffer()
			.writes()
			.stream()
			.map((write) -> new Demand(write.key(), write.demandsAbsence()))
			.toList();
		return held.acquireAll(demands, !this.plan.unread(), this.budget);
	}

	private CommitOutcome prepare(@Nullable HeldLocks held) {
		long from = System.nanoTime();
		Timestamp base = takeTimestamps();
		told(CommitPhase.TIMESTAMP, from);
		HookWrites writes = new HookWrites(this.plan.buffer(), this.plan.bounds());
		this.plan.hooks().forEach((hook) -> hook.prepare(base, writes));
		Key duplicate = this.plan.buffer().duplicate();
		if (duplicate != null) {
			return new CommitOutcome.KeyExists(duplicate);
		}
		if (this.plan.buffer().isEmpty()) {
			return readOnly();
		}
		String refusal = this.plan.bounds().refusal(base, base.next());
		if (refusal != null) {
			return new CommitOutcome.Aborted(refusal);
		}
		if (this.services.guard().isBelow(this.start, this.budget)) {
			// what would have shown a conflict may be gone
			return new CommitOutcome.Aborted("It began before the cluster's safe point; run it again");
		}
		return (held != null) ? commitHeld(held, base) : commitUnheld(job(base, writes.choosePrimary()));
	}

	private CommitOutcome commitUnheld(Job job) {
		try (Heartbeat heartbeat = new Heartbeat(beats(), this.start, job.primary(), job.ttlMillis())) {
			return commit(job, heartbeat);
		}
	}

	private Beats beats() {
		return new Beats(this.services.requests(), this.services.background(), this.services.timer(),
				this.services.limits());
	}

	/**
	 * What hooks have added has to be held as well.
	 */
	private CommitOutcome commitHeld(HeldLocks held, Timestamp base) {
		CommitOutcome refusal = hold(held);
		Heartbeat heartbeat = held.heartbeat();
		if (refusal != null || heartbeat == null) {
			return (refusal != null) ? refusal : readOnly();
		}
		this.prewritten = true;
		try (heartbeat) {
			return commit(job(base, heartbeat.primary()).held(held.forUpdate()), heartbeat);
		}
	}

	/**
	 * A transaction that has read nothing may as well begin now: both timestamps for one
	 * trip.
	 * @return the base timestamp
	 */
	private Timestamp takeTimestamps() {
		TimestampOracle oracle = this.services.oracle();
		boolean needsBase = this.plan.needsBase();
		Timestamp began = this.plan.start();
		if (began != null) {
			this.start = began;
			return needsBase ? oracle.fresh(this.budget) : began;
		}
		Timestamp base = needsBase ? oracle.fresh(2, this.budget) : oracle.fresh(this.budget);
		this.start = needsBase ? base.previous() : base;
		return base;
	}

	private CommitOutcome readOnly() {
		return new CommitOutcome.Committed(this.start, Protocol.READ_ONLY);
	}

	private Job job(Timestamp base, Key primary) {
		long age = Math.max(0, this.services.oracle().last().physical() - this.start.physical());
		return new Job(this.start, base, primary, this.plan.buffer().writes(), this.plan.buffer().bytes(),
				this.plan.bounds().promptEnd(base), Heartbeat.TTL_MILLIS + age, this.plan.options().fastest(), null);
	}

	private CommitOutcome commit(Job job, Heartbeat heartbeat) {
		Prewrite prewrite = new Prewrite(this.services, job, this.budget, heartbeat);
		PrewriteResult result;
		long from = System.nanoTime();
		try {
			result = prewrite.run();
		}
		catch (RuntimeException ex) {
			return failed(job, prewrite, ex);
		}
		finally {
			told(CommitPhase.PREWRITE, from);
		}
		return follow(job, prewrite, result);
	}

	/**
	 * Locks alone may commit a transaction, so that giving up is no end.
	 */
	private CommitOutcome failed(Job job, Prewrite prewrite, RuntimeException failure) {
		if (prewrite.async()) {
			CommitOutcome truth = this.verdict.find(job, Protocol.ASYNC_COMMIT, "its locks were not answered", failure);
			if (!(truth instanceof CommitOutcome.Aborted)) {
				return truth;
			}
		}
		else {
			rollBack(job, prewrite);
		}
		throw failure;
	}

	private CommitOutcome follow(Job job, Prewrite prewrite, PrewriteResult result) {
		if (result instanceof PrewriteResult.Committed done) {
			if (done.protocol() == Protocol.ASYNC_COMMIT) {
				this.aftermath.commit(job, done.at(), Set.of());
			}
			return new CommitOutcome.Committed(done.at(), done.protocol());
		}
		if (result instanceof PrewriteResult.Open lost) {
			return this.verdict.find(job, Protocol.ONE_PHASE, lost.cause(), null);
		}
		if (result instanceof PrewriteResult.Refused refused) {
			return refused(job, prewrite, refused.outcome());
		}
		return job.locks() ? secondPhase(job) : readOnly();
	}

	private CommitOutcome secondPhase(Job job) {
		long from = System.nanoTime();
		try {
			return new SecondPhase(this.services, job, this.plan.bounds(), this.budget).run();
		}
		finally {
			told(CommitPhase.COMMIT, from);
		}
	}

	private void told(CommitPhase phase, long from) {
		this.services.limits().listener().phase(phase, System.nanoTime() - from);
	}

	/**
	 * A request that is late could complete the locks after all, so that the transaction
	 * is to be stopped before anybody hears that it failed.
	 */
	private CommitOutcome refused(Job job, Prewrite prewrite, CommitOutcome outcome) {
		if (prewrite.async() && prewrite.answerLost()) {
			CommitOutcome truth = this.verdict.find(job, Protocol.ASYNC_COMMIT, "a lock was not answered", null);
			return (truth instanceof CommitOutcome.Aborted) ? outcome : truth;
		}
		rollBack(job, prewrite);
		return outcome;
	}

	private void rollBack(Job job, Prewrite prewrite) {
		if (prewrite.locksLeft() || job.forUpdate() != null) {
			this.aftermath.rollback(job);
		}
	}

}
