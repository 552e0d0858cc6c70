package io.tito.client.internal.txn;

import io.tito.client.internal.pd.TimestampOracle;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.txn.commit.Committer;
import io.tito.client.internal.txn.hold.HoldServices;
import io.tito.client.internal.txn.read.PointReads;
import io.tito.client.internal.txn.read.RangeReads;

/**
 * What every transaction uses.
 *
 * @param oracle gives timestamps
 * @param points reads keys
 * @param ranges reads ranges
 * @param committer commits
 * @param holds takes locks before the commit
 * @param starts sees that a start has one transaction
 * @param limits makes budgets
 */
record TransactionServices(TimestampOracle oracle, PointReads points, RangeReads ranges, Committer committer,
		HoldServices holds, GivenStarts starts, Budget.Limits limits) {

}
