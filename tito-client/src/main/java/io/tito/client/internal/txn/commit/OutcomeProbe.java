package io.tito.client.internal.txn.commit;

import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.Timestamp;
import io.tito.client.TitoClientException;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.txn.lock.LockResolver;
import io.tito.key.Key;

/**
 * Finds out what became of a transaction whose answer was lost. Thread-safe.
 */
public final class OutcomeProbe {

	private final LockResolver locks;

	public OutcomeProbe(LockResolver locks) {
		this.locks = locks;
	}

	/**
	 * Decide.
	 * @param start the start timestamp
	 * @param primary the primary key
	 * @param protocol how it was to be committed
	 * @param budget pays
	 * @return committed, aborted, or unknown if nobody answered
	 */
	public CommitOutcome decide(Timestamp start, Key primary, Protocol protocol, Budget budget) {
		try {
			Timestamp commit = this.locks.decide(start, primary, budget);
			if (commit == null) {
				return new CommitOutcome.Unknown(start, primary, protocol, null);
			}
			return commit.equals(Timestamp.ZERO)
					? new CommitOutcome.Aborted(
							"The answer to its commit was lost; it had not committed and was rolled back")
					: new CommitOutcome.Committed(commit, protocol);
		}
		catch (TitoClientException ex) {
			return new CommitOutcome.Unknown(start, primary, protocol, ex);
		}
	}

}
