package io.tito.client.internal.request;

import io.tito.client.LimitExceededException;
import io.tito.client.internal.region.Region;
import io.tito.client.internal.region.RegionCache;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Pause;
import io.tito.client.internal.rpc.RpcException;
import org.tikv.kvproto.Errorpb;
import org.tikv.shade.io.grpc.Status;

/**
 * What to do about an answer that says the request went to the wrong place or came at the
 * wrong time, and about no answer. Corrects the cache of regions.
 */
final class RegionErrors {

	private final RegionCache regions;

	RegionErrors(RegionCache regions) {
		this.regions = regions;
	}

	Retry react(Region region, Errorpb.Error error, Budget budget) {
		String cause = region + " answered: " + error.getMessage();
		if (error.hasNotLeader()) {
			return notLeader(region, error.getNotLeader(), cause, budget);
		}
		if (error.hasEpochNotMatch()) {
			return epochNotMatch(region, error.getEpochNotMatch(), cause, budget);
		}
		if (error.hasStoreNotMatch()) {
			this.regions.invalidateStore(region);
			return Retry.after(Pause.REGION_MISS, cause);
		}
		if (error.hasRegionNotFound() || error.hasKeyNotInRegion()) {
			this.regions.invalidate(region);
			return Retry.after(Pause.REGION_MISS, cause);
		}
		if (error.hasServerIsBusy()) {
			return new Retry(Pause.SERVER_BUSY, error.getServerIsBusy().getBackoffMs(), false, false, cause, null);
		}
		return lessCommon(region, error, cause);
	}

	private Retry notLeader(Region region, Errorpb.NotLeader error, String cause, Budget budget) {
		if (error.hasLeader() && error.getLeader().getStoreId() != 0) {
			this.regions.leaderIs(region, error.getLeader(), budget);
			return Retry.now(cause);
		}
		this.regions.invalidate(region);
		return Retry.after(Pause.NO_LEADER, cause);
	}

	private Retry epochNotMatch(Region region, Errorpb.EpochNotMatch error, String cause, Budget budget) {
		if (error.getCurrentRegionsCount() == 0) {
			this.regions.invalidate(region);
			return Retry.after(Pause.REGION_MISS, cause);
		}
		boolean newer = this.regions.replace(region, error.getCurrentRegionsList(), budget);
		return newer ? Retry.now(cause) : Retry.after(Pause.REGION_MISS, cause);
	}

	private Retry lessCommon(Region region, Errorpb.Error error, String cause) {
		if (error.hasStaleCommand() || error.hasRegionNotInitialized() || error.hasReadIndexNotReady()
				|| error.hasProposalInMergingMode() || error.hasMaxTimestampNotSynced()) {
			return Retry.after(Pause.NOT_READY, cause);
		}
		if (error.hasDiskFull()) {
			return Retry.after(Pause.STORE_SICK, cause);
		}
		if (error.hasRaftEntryTooLarge()) {
			throw new LimitExceededException("The writes to one region are too large for one entry of its log: " + cause
					+ ". Write less in one transaction", null);
		}
		this.regions.invalidate(region);
		if (error.hasRecoveryInProgress()) {
			return Retry.after(Pause.STORE_SICK, cause);
		}
		// newer servers say in fields that we do not know that the outcome is open
		return Retry.open(Pause.REGION_MISS, cause);
	}

	Retry unanswered(Region region, RpcException failure) {
		boolean tooLarge = failure.code() == Status.Code.RESOURCE_EXHAUSTED;
		if (!tooLarge) {
			this.regions.invalidateStore(region);
		}
		return new Retry(Pause.STORE_UNREACHABLE, 0, failure.sent(), tooLarge,
				region + " did not answer: " + failure.getMessage(), failure);
	}

}
