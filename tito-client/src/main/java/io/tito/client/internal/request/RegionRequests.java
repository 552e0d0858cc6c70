package io.tito.client.internal.request;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.tito.client.internal.region.Region;
import io.tito.client.internal.region.RegionCache;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Bundle;
import io.tito.client.internal.rpc.Lifecycle;
import io.tito.client.internal.rpc.Pending;
import io.tito.client.internal.rpc.Rpc;
import io.tito.client.internal.rpc.RpcException;
import io.tito.client.internal.rpc.Session;
import io.tito.key.Key;
import org.tikv.kvproto.Errorpb;

/**
 * Sends requests to the leaders of regions. Thread-safe.
 */
public final class RegionRequests {

	private final Lifecycle lifecycle;

	private final Session session;

	private final RegionCache regions;

	private final RegionErrors errors;

	public RegionRequests(Lifecycle lifecycle, Session session, RegionCache regions) {
		this.lifecycle = lifecycle;
		this.session = session;
		this.regions = regions;
		this.errors = new RegionErrors(regions);
	}

	public RegionCache regions() {
		return this.regions;
	}

	/**
	 * Group items by the regions of their keys.
	 * @param <T> the type of the items
	 * @param items the items
	 * @param key the key of an item
	 * @param budget pays for look-ups
	 * @return one shard for each region
	 */
	public <T> List<Shard<T>> group(Collection<T> items, Function<T, Key> key, Budget budget) {
		Map<Region, List<T>> groups = new LinkedHashMap<>();
		Region region = null;
		for (T item : items) {
			if (region == null || !region.contains(key.apply(item))) {
				region = this.regions.locate(key.apply(item), budget);
			}
			groups.computeIfAbsent(region, (any) -> new ArrayList<>()).add(item);
		}
		List<Shard<T>> shards = new ArrayList<>(groups.size());
		groups.forEach((where, members) -> shards.add(new Shard<>(where, members)));
		return shards;
	}

	/**
	 * Send without waiting.
	 * @param <Q> the type of the request
	 * @param <A> the type of the answer
	 * @param region where to
	 * @param rpc what to call
	 * @param request the request
	 * @return the answer to come, for {@link #settle}
	 */
	public <Q, A> Pending<A> send(Region region, Rpc<Q, A> rpc, Q request) {
		this.lifecycle.ensureOpen();
		return this.session.store(region.address()).send(rpc, request);
	}

	/**
	 * Make a request that goes out with others.
	 * @param <Q> the type of the request
	 * @param <A> the type of the answer
	 * @param region where to
	 * @param rpc what to call
	 * @param request the request
	 * @param bundle the others; to be sent by the caller
	 * @return the answer to come, for {@link #settle}
	 */
	public <Q, A> Pending<A> send(Region region, Rpc<Q, A> rpc, Q request, Bundle bundle) {
		this.lifecycle.ensureOpen();
		return this.session.store(region.address()).send(rpc, request, bundle);
	}

	/**
	 * Send a request that must not share its stream.
	 * @param <Q> the type of the request
	 * @param <A> the type of the answer
	 * @param region where to
	 * @param rpc what to call
	 * @param request the request
	 * @return the answer to come, for {@link #settle}
	 */
	public <Q, A> Pending<A> sendAlone(Region region, Rpc<Q, A> rpc, Q request) {
		this.lifecycle.ensureOpen();
		return this.session.store(region.address()).sendAlone(rpc, request);
	}

	/**
	 * Wait for an answer. A region error or a lost answer has been dealt with when this
	 * returns; what is left to do is to wait and to send again to where the key is then.
	 * @param <A> the type of the answer
	 * @param region where it was sent to
	 * @param rpc what was called
	 * @param pending the answer to come
	 * @param budget pays
	 * @return the answer or the reason to send again
	 */
	public <A> Answer<A> settle(Region region, Rpc<?, A> rpc, Pending<A> pending, Budget budget) {
		try {
			A answer = budget.await(pending);
			Errorpb.Error error = rpc.regionError(answer);
			return (error == null) ? Answer.of(answer) : Answer.again(this.errors.react(region, error, budget));
		}
		catch (RpcException ex) {
			return Answer.again(this.errors.unanswered(region, ex));
		}
	}

	/**
	 * Send and wait once.
	 * @param <Q> the type of the request
	 * @param <A> the type of the answer
	 * @param region where to
	 * @param rpc what to call
	 * @param request the request
	 * @param budget pays
	 * @return the answer or the reason to send again
	 */
	public <Q, A> Answer<A> attempt(Region region, Rpc<Q, A> rpc, Q request, Budget budget) {
		budget.countTrip();
		return settle(region, rpc, send(region, rpc, request), budget);
	}

	/**
	 * Send until there is an answer: for requests that may be carried out more than once.
	 * @param <Q> the type of the request
	 * @param <A> the type of the answer
	 * @param key the key whose region is asked
	 * @param rpc what to call
	 * @param request makes the request for a region
	 * @param budget pays
	 * @return the answer, without a region error
	 */
	public <Q, A> A call(Key key, Rpc<Q, A> rpc, Function<Region, Q> request, Budget budget) {
		while (true) {
			Region region = this.regions.locate(key, budget);
			Answer<A> answer = attempt(region, rpc, request.apply(region), budget);
			A value = answer.value();
			if (value != null) {
				return value;
			}
			answer.orRetry().await(budget);
		}
	}

}
