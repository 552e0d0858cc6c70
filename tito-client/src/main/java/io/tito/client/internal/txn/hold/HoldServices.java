package io.tito.client.internal.txn.hold;

import java.util.concurrent.ScheduledExecutorService;

import io.tito.client.internal.pd.TimestampOracle;
import io.tito.client.internal.request.Background;
import io.tito.client.internal.request.RegionRequests;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.txn.lock.LockResolver;

/**
 * What holding locks needs; shared by all transactions of a client.
 *
 * @param requests sends to regions
 * @param oracle gives timestamps
 * @param locks clears the way
 * @param background releases
 * @param timer beats
 * @param limits makes budgets for the background
 */
public record HoldServices(RegionRequests requests, TimestampOracle oracle, LockResolver locks, Background background,
		ScheduledExecutorService timer, Budget.Limits limits) {

}
