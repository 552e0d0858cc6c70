package io.tito.client.internal.txn.commit;

import java.util.Set;

import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.internal.rpc.Budget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The truth about a commit whose answer was lost, and what follows from it.
 */
final class Verdict {

	private static final Logger logger = LoggerFactory.getLogger(Verdict.class);

	private final OutcomeProbe probe;

	private final Aftermath aftermath;

	private final Budget budget;

	Verdict(CommitServices services, Aftermath aftermath, Budget budget) {
		this.probe = new OutcomeProbe(services.locks());
		this.aftermath = aftermath;
		this.budget = budget;
	}

	/**
	 * Ask, and stop the transaction if it has not committed.
	 * @param job what was to be committed
	 * @param protocol how
	 * @param cause why one has to ask
	 * @param thrown the failure behind it
	 * @return committed, aborted or unknown
	 */
	CommitOutcome find(Job job, Protocol protocol, String cause, @Nullable Throwable thrown) {
		logger.debug("Transaction {} has to be asked for: {}", job.start(), cause);
		this.budget.atLeastOneRequest();
		CommitOutcome outcome = this.probe.decide(job.start(), job.primary(), protocol, this.budget);
		if (outcome instanceof CommitOutcome.Committed done) {
			if (protocol != Protocol.ONE_PHASE) {
				this.aftermath.commit(job, done.timestamp(), Set.of());
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
