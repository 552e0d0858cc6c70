package io.tito.client.internal.txn.commit;

import io.tito.client.CommitOutcome;
import io.tito.client.internal.rpc.Budget;

/**
 * Commits transactions. Thread-safe.
 */
public final class Committer {

	private final CommitServices services;

	public Committer(CommitServices services) {
		this.services = services;
	}

	/**
	 * Commit, or find out why not.
	 * @param plan what to commit
	 * @param budget pays
	 * @return the outcome
	 */
	public CommitOutcome commit(CommitPlan plan, Budget budget) {
		budget.withoutInterrupts();
		return new CommitRun(this.services, plan, budget).run();
	}

}
