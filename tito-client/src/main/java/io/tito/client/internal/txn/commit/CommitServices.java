package io.tito.client.internal.txn.commit;

import java.util.concurrent.ScheduledExecutorService;

import io.tito.client.internal.pd.SafePointGuard;
import io.tito.client.internal.pd.TimestampOracle;
import io.tito.client.internal.request.Background;
import io.tito.client.internal.request.RegionRequests;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.txn.lock.LockResolver;
import io.tito.client.internal.txn.lock.StatusCache;

/**
 * What every commit uses; shared by all transactions of a client.
 *
 * @param requests sends to regions
 * @param oracle gives timestamps
 * @param locks clears the way
 * @param statuses learns what was committed
 * @param background finishes what nobody waits for
 * @param timer beats for slow commits
 * @param guard knows what is too old
 * @param limits makes budgets for the background
 */
public record CommitServices(RegionRequests requests, TimestampOracle oracle, LockResolver locks, StatusCache statuses,
		Background background, ScheduledExecutorService timer, SafePointGuard guard, Budget.Limits limits) {

}
