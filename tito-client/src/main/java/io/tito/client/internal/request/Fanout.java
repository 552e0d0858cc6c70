package io.tito.client.internal.request;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Pending;
import io.tito.client.internal.rpc.Rpc;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * One kind of request about many keys, sent to all their regions at once and again where
 * it has to be. Only for requests that may be carried out more than once. Thread-safe.
 *
 * @param <Q> the request
 * @param <A> the answer
 */
public final class Fanout<Q, A> {

	private static final int KEYS_PER_REQUEST = 1024;

	private final RegionRequests requests;

	private final Rpc<Q, A> rpc;

	private final Function<Shard<Key>, Q> request;

	private final BiConsumer<Shard<Key>, A> answered;

	/**
	 * Create one.
	 * @param requests sends
	 * @param rpc what to call
	 * @param request makes the request for the keys of one region
	 * @param answered hears each answer, on the calling thread
	 */
	public Fanout(RegionRequests requests, Rpc<Q, A> rpc, Function<Shard<Key>, Q> request,
			BiConsumer<Shard<Key>, A> answered) {
		this.requests = requests;
		this.rpc = rpc;
		this.request = request;
		this.answered = answered;
	}

	/**
	 * Send until every key was part of an answered request.
	 * @param keys the keys
	 * @param budget pays
	 */
	public void run(Collection<Key> keys, Budget budget) {
		Collection<Key> open = keys;
		while (!open.isEmpty()) {
			open = round(open, budget);
		}
	}

	private List<Key> round(Collection<Key> keys, Budget budget) {
		List<Sent<A>> sent = new ArrayList<>();
		for (Shard<Key> shard : this.requests.group(keys, Function.identity(), budget)) {
			for (Shard<Key> part : shard.parts(KEYS_PER_REQUEST)) {
				sent.add(new Sent<>(part, this.requests.send(part.region(), this.rpc, this.request.apply(part))));
			}
		}
		budget.countTrip();
		List<Key> again = new ArrayList<>();
		@Nullable Retry retry = null;
		for (Sent<A> one : sent) {
			Answer<A> answer = this.requests.settle(one.shard().region(), this.rpc, one.pending(), budget);
			A value = answer.value();
			if (value != null) {
				this.answered.accept(one.shard(), value);
			}
			else {
				retry = Retry.longer(retry, answer.orRetry());
				again.addAll(one.shard().items());
			}
		}
		if (retry != null) {
			retry.await(budget);
		}
		return again;
	}

	private record Sent<A>(Shard<Key> shard, Pending<A> pending) {

	}

}
