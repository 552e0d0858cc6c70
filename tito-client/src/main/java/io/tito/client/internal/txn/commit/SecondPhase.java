package io.tito.client.internal.txn.commit;

import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.Timestamp;
import io.tito.client.internal.rpc.Budget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second phase: commits the primary within the bounds, the rest in the background.
 */
final class SecondPhase {

	private static final Logger logger = LoggerFactory.getLogger(SecondPhase.class);

	private final CommitServices services;

	private final Job job;

	private final Bounds bounds;

	private final Budget budget;

	private final Aftermath aftermath;

	private final PrimaryCommit primary;

	SecondPhase(CommitServices services, Job job, Bounds bounds, Budget budget) {
		this.services = services;
		this.job = job;
		this.bounds = bounds;
		this.budget = budget;
		this.aftermath = new Aftermath(services);
		this.primary = new PrimaryCommit(services, job, budget);
	}

	CommitOutcome run() {
		try {
			return commitPrimary();
		}
		catch (RuntimeException ex) {
			// thrown only while no commit request is open
			this.aftermath.rollback(this.job);
			throw ex;
		}
	}

	private CommitOutcome commitPrimary() {
		boolean announced = false;
		while (true) {
			Timestamp commit = this.services.oracle().fresh(this.budget);
			String refusal = this.bounds.refusal(this.job.base(), commit);
			if (refusal != null) {
				this.aftermath.rollback(this.job);
				return new CommitOutcome.Aborted(refusal);
			}
			if (!announced && this.bounds.slow(this.job.base(), commit)) {
				this.bounds.announce(this.job.base(), this.job.start());
				announced = true;
				continue;
			}
			CommitOutcome outcome = attempt(commit);
			if (outcome != null) {
				return outcome;
			}
			logger.debug("A reader moved transaction {} beyond {}", this.job.start(), commit);
		}
	}

	private @Nullable CommitOutcome attempt(Timestamp commit) {
		return switch (this.primary.at(commit)) {
			case TOO_EARLY -> null;
			case COMMITTED -> {
				this.aftermath.commit(this.job, commit, this.primary.committed());
				yield new CommitOutcome.Committed(commit, Protocol.TWO_PHASE);
			}
			case ROLLED_BACK -> {
				this.aftermath.rollback(this.job);
				yield new CommitOutcome.Aborted("Another transaction took it for dead and rolled it back");
			}
			case OPEN -> new Verdict(this.services, this.aftermath, this.budget).find(this.job, Protocol.TWO_PHASE,
					this.primary.cause(), this.primary.thrown());
		};
	}

}
