package io.tito.client.internal.txn.commit;

import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.Timestamp;
import io.tito.client.TitoClientException;
import io.tito.client.internal.request.RegionRequests;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Rpc;
import io.tito.client.internal.txn.lock.Locks;
import io.tito.key.Key;
import org.tikv.kvproto.Kvrpcpb;

/**
 * Asks the primary key what became of a transaction, and rolls the transaction back if it
 * had not committed: the record of that stops a commit that is still on its way.
 * Thread-safe.
 */
public final class OutcomeProbe {

	private final RegionRequests requests;

	public OutcomeProbe(RegionRequests requests) {
		this.requests = requests;
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
			Kvrpcpb.CheckTxnStatusResponse answer = this.requests.call(primary, Rpc.CHECK_STATUS,
					(region) -> Kvrpcpb.CheckTxnStatusRequest.newBuilder()
						.setContext(region.context())
						.setPrimaryKey(Locks.bytes(primary))
						.setLockTs(start.value())
						.setCurrentTs(Timestamp.LATEST.value())
						.setRollbackIfNotExist(true)
						.build(),
					budget);
			return outcome(start, primary, protocol, answer);
		}
		catch (TitoClientException ex) {
			return new CommitOutcome.Unknown(start, primary, ex);
		}
	}

	private static CommitOutcome outcome(Timestamp start, Key primary, Protocol protocol,
			Kvrpcpb.CheckTxnStatusResponse answer) {
		if (answer.hasError() || answer.getLockTtl() > 0) {
			return new CommitOutcome.Unknown(start, primary, null);
		}
		if (answer.getCommitVersion() > 0) {
			return new CommitOutcome.Committed(new Timestamp(answer.getCommitVersion()), protocol);
		}
		return new CommitOutcome.Aborted("The answer to its commit was lost; it had not committed and was rolled back");
	}

}
