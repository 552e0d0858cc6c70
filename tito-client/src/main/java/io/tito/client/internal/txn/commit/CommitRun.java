package io.tito.client.internal.txn.commit;

import java.util.Set;

import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.Timestamp;
import io.tito.client.internal.rpc.Budget;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One commit, from its base timestamp to its outcome. Used once.
 */
final class CommitRun {

	private static final Logger logger = LoggerFactory.getLogger(CommitRun.class);

	private final CommitServices services;

	private final CommitPlan plan;

	private final Budget budget;

	private final Aftermath aftermath;

	CommitRun(CommitServices services, CommitPlan plan, Budget budget) {
		this.services = services;
		this.plan = plan;
		this.budget = budget;
		this.aftermath = new Aftermath(services);
	}

	CommitOutcome run() {
		Timestamp base = this.plan.needsBase() ? this.services.oracle().fresh(this.budget) : this.plan.start();
		HookWrites writes = new HookWrites(this.plan.buffer());
		this.plan.hooks().forEach((hook) -> hook.prepare(base, writes));
		Key duplicate = this.plan.buffer().duplicate();
		if (duplicate != null) {
			return new CommitOutcome.KeyExists(duplicate);
		}
		if (this.plan.buffer().isEmpty()) {
			return readOnly();
		}
		String refusal = this.plan.bounds().refusal(base, base.next());
		return (refusal != null) ? new CommitOutcome.Aborted(refusal) : commit(job(base, writes.choosePrimary()));
	}

	private CommitOutcome readOnly() {
		return new CommitOutcome.Committed(this.plan.start(), Protocol.READ_ONLY);
	}

	private Job job(Timestamp base, Key primary) {
		long age = Math.max(0, this.services.oracle().last().physical() - this.plan.start().physical());
		return new Job(this.plan.start(), base, primary, this.plan.buffer().writes(), this.plan.buffer().bytes(),
				this.plan.bounds().promptEnd(base), Heartbeat.TTL_MILLIS + age);
	}

	private CommitOutcome commit(Job job) {
		try (Heartbeat heartbeat = new Heartbeat(this.services, job)) {
			Prewrite prewrite = new Prewrite(this.services, job, this.budget, heartbeat);
			PrewriteResult result = prewrite(job, prewrite);
			if (result instanceof PrewriteResult.Committed one) {
				return new CommitOutcome.Committed(one.at(), Protocol.ONE_PHASE);
			}
			if (result instanceof PrewriteResult.Open lost) {
				return decide(job, Protocol.ONE_PHASE, lost.cause(), null);
			}
			if (result instanceof PrewriteResult.Refused refused) {
				rollBack(job, prewrite);
				return refused.outcome();
			}
			return job.locks() ? secondPhase(job) : readOnly();
		}
	}

	private PrewriteResult prewrite(Job job, Prewrite prewrite) {
		try {
			return prewrite.run();
		}
		catch (RuntimeException ex) {
			rollBack(job, prewrite);
			throw ex;
		}
	}

	private void rollBack(Job job, Prewrite prewrite) {
		if (prewrite.locksLeft()) {
			this.aftermath.rollback(job);
		}
	}

	private CommitOutcome secondPhase(Job job) {
		try {
			return commitPrimary(job, new PrimaryCommit(this.services, job, this.budget));
		}
		catch (RuntimeException ex) {
			// thrown only while no commit request is open
			this.aftermath.rollback(job);
			throw ex;
		}
	}

	private CommitOutcome commitPrimary(Job job, PrimaryCommit primary) {
		boolean announced = false;
		while (true) {
			Timestamp commit = this.services.oracle().fresh(this.budget);
			String refusal = this.plan.bounds().refusal(job.base(), commit);
			if (refusal != null) {
				this.aftermath.rollback(job);
				return new CommitOutcome.Aborted(refusal);
			}
			if (!announced && this.plan.bounds().slow(job.base(), commit)) {
				this.plan.bounds().announce(job.base(), job.start());
				announced = true;
				continue;
			}
			CommitOutcome outcome = attempt(job, primary, commit);
			if (outcome != null) {
				return outcome;
			}
			logger.debug("A reader moved transaction {} beyond {}", job.start(), commit);
		}
	}

	private @Nullable CommitOutcome attempt(Job job, PrimaryCommit primary, Timestamp commit) {
		return switch (primary.at(commit)) {
			case TOO_EARLY -> null;
			case COMMITTED -> {
				this.aftermath.commit(job, commit, primary.committed());
				yield new CommitOutcome.Committed(commit, Protocol.TWO_PHASE);
			}
			case ROLLED_BACK -> {
				this.aftermath.rollback(job);
				yield new CommitOutcome.Aborted("Another transaction took it for dead and rolled it back");
			}
			case OPEN -> decide(job, Protocol.TWO_PHASE, primary.cause(), primary.thrown());
		};
	}

	private CommitOutcome decide(Job job, Protocol protocol, String cause, @Nullable Throwable thrown) {
		logger.debug("Transaction {} has to be asked for: {}", job.start(), cause);
		this.budget.atLeastOneRequest();
		CommitOutcome outcome = new OutcomeProbe(this.services.requests()).decide(job.start(), job.primary(), protocol,
				this.budget);
		if (outcome instanceof CommitOutcome.Committed done) {
			if (protocol == Protocol.TWO_PHASE) {
				this.aftermath.commit(job, done.timestamp(), Set.of(job.primary()));
			}
		}
		else if (outcome instanceof CommitOutcome.Aborted) {
			this.aftermath.rollback(job);
		}
		else {
			logger.warn("The outcome of transaction {} is unknown: {}", job.start(), cause, thrown);
		}
		return outcome;
	}

}
