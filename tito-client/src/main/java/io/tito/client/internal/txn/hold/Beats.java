package io.tito.client.internal.txn.hold;

import java.util.concurrent.ScheduledExecutorService;

import io.tito.client.internal.request.Background;
import io.tito.client.internal.request.RegionRequests;
import io.tito.client.internal.rpc.Budget;

/**
 * What a heartbeat needs.
 *
 * @param requests sends
 * @param background finds the primary key again when its region has changed
 * @param timer beats
 * @param limits makes budgets for the background
 */
public record Beats(RegionRequests requests, Background background, ScheduledExecutorService timer,
		Budget.Limits limits) {

}
