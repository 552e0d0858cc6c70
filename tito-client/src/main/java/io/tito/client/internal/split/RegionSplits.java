package io.tito.client.internal.split;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

import io.tito.client.SplitResult;
import io.tito.client.internal.pd.PdCalls;
import io.tito.client.internal.region.Region;
import io.tito.client.internal.region.RegionCache;
import io.tito.client.internal.request.Answer;
import io.tito.client.internal.request.RegionRequests;
import io.tito.client.internal.request.Shard;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Pause;
import io.tito.client.internal.rpc.Rpc;
import io.tito.client.internal.txn.lock.Locks;
import io.tito.key.Key;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.kvproto.Kvrpcpb;

/**
 * Splits regions at keys, then has PD spread what came of it. Thread-safe.
 */
public final class RegionSplits {

	private static final Logger logger = LoggerFactory.getLogger(RegionSplits.class);

	private static final Duration MOST = Duration.ofSeconds(60);

	/** A larger request would hold up its region. */
	private static final int KEYS_PER_REQUEST = 64;

	private final RegionRequests requests;

	private final PdCalls pd;

	private final Budget.Limits limits;

	public RegionSplits(RegionRequests requests, PdCalls pd, Budget.Limits limits) {
		this.requests = requests;
		this.pd = pd;
		this.limits = limits;
	}

	/**
	 * Make regions begin at keys.
	 * @param keys the keys
	 * @return what was done
	 */
	public SplitResult split(Collection<Key> keys) {
		if (keys.stream().anyMatch((key) -> key.length() == 0)) {
			throw new IllegalArgumentException("The first region begins at the empty key already; leave it out");
		}
		Budget budget = this.limits.lasting(MOST);
		List<Key> made = splitAll(new TreeSet<>(keys), budget);
		boolean settled = made.isEmpty() || spread(made, budget);
		logger.debug("{} regions were made, their places are {}", made.size(), settled ? "settled" : "not settled yet");
		return new SplitResult(made.size(), settled);
	}

	private List<Key> splitAll(Collection<Key> keys, Budget budget) {
		List<Key> made = new ArrayList<>();
		Collection<Key> open = keys;
		while (!open.isEmpty()) {
			List<Key> again = new ArrayList<>();
			for (Shard<Key> shard : this.requests.group(open, Function.identity(), budget)) {
				List<Key> inside = shard.items().stream().filter((key) -> !key.equals(shard.region().start())).toList();
				again.addAll(inside.stream().skip(KEYS_PER_REQUEST).toList());
				if (!inside.isEmpty()) {
					again.addAll(split(shard.region(), inside.stream().limit(KEYS_PER_REQUEST).toList(), made, budget));
				}
			}
			open = again;
		}
		return made;
	}

	/**
	 * Split one region.
	 * @return the keys to try again
	 */
	private List<Key> split(Region region, List<Key> keys, List<Key> made, Budget budget) {
		Kvrpcpb.SplitRegionRequest request = Kvrpcpb.SplitRegionRequest.newBuilder()
			.setContext(region.context())
			.addAllSplitKeys(keys.stream().map(Locks::bytes).toList())
			.build();
		budget.countTrip();
		Answer<Kvrpcpb.SplitRegionResponse> answer = this.requests.settle(region, Rpc.SPLIT,
				this.requests.sendAlone(region, Rpc.SPLIT, request), budget);
		Kvrpcpb.SplitRegionResponse parts = answer.value();
		if (parts == null) {
			answer.orRetry().await(budget);
			return keys;
		}
		this.requests.regions().replace(region, parts.getRegionsList(), budget);
		made.addAll(keys);
		return List.of();
	}

	/**
	 * PD hears of new regions with the next heartbeat, so that it may take a while until
	 * it accepts the job.
	 */
	private boolean spread(List<Key> firsts, Budget budget) {
		RegionCache regions = this.requests.regions();
		List<Region> made = firsts.stream().map((key) -> regions.locate(key, budget)).toList();
		List<Long> ids = made.stream().map(Region::id).toList();
		String group = "tito-" + UUID.randomUUID();
		boolean accepted = false;
		while (budget.remaining() > 0) {
			accepted = accepted || this.pd.scatter(ids, group, budget);
			if (accepted && ids.stream().noneMatch((region) -> this.pd.moving(region, budget))) {
				// their leaders have moved
				made.forEach(regions::invalidate);
				return true;
			}
			budget.pause(Pause.REGION_MOVING, "PD spreads new regions");
		}
		return false;
	}

}
