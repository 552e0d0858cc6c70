package io.tito.client.internal.txn.read;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.tito.client.SnapshotTooOldException;
import io.tito.client.internal.pd.SafePointGuard;
import io.tito.client.internal.region.Region;
import io.tito.client.internal.request.Answer;
import io.tito.client.internal.request.KeyErrors;
import io.tito.client.internal.request.RegionRequests;
import io.tito.client.internal.request.Retry;
import io.tito.client.internal.request.Shard;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Bundle;
import io.tito.client.internal.rpc.Pending;
import io.tito.client.internal.rpc.Rpc;
import io.tito.client.internal.txn.lock.LockResolver;
import io.tito.client.internal.txn.lock.Locks;
import io.tito.client.internal.txn.lock.ReadView;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb;

/**
 * Reads of single keys. Thread-safe.
 */
public final class PointReads {

	private static final int KEYS_PER_REQUEST = 1024;

	/** What the embedded server says; TiKV would answer with what is left. */
	private static final String BELOW_SAFE_POINT = "ReadBelowSafePoint";

	private final RegionRequests requests;

	private final LockResolver locks;

	private final SafePointGuard guard;

	public PointReads(RegionRequests requests, LockResolver locks, SafePointGuard guard) {
		this.requests = requests;
		this.locks = locks;
		this.guard = guard;
	}

	public byte @Nullable [] get(Key key, ReadView view, Budget budget) {
		while (true) {
			Kvrpcpb.GetResponse answer = this.requests.call(key, Rpc.GET,
					(region) -> Kvrpcpb.GetRequest.newBuilder()
						.setContext(view.context(region))
						.setKey(Locks.bytes(key))
						.setVersion(view.at().value())
						.build(),
					budget);
			if (!answer.hasError()) {
				confirm(view, budget);
				return (answer.getNotFound() || answer.getValue().isEmpty()) ? null : answer.getValue().toByteArray();
			}
			this.locks.pass(List.of(lock(answer.getError())), view, budget);
		}
	}

	/**
	 * Afterwards, for what is there before may be gone when the store reads.
	 */
	private void confirm(ReadView view, Budget budget) {
		if (view.isGuarded()) {
			this.guard.check(view.at(), budget);
		}
	}

	static Kvrpcpb.LockInfo lock(Kvrpcpb.KeyError error) {
		if (!error.hasLocked()) {
			if (KeyErrors.describe(error).startsWith(BELOW_SAFE_POINT)) {
				throw new SnapshotTooOldException("The store has collected what was to be read. Begin a new transaction"
						+ " or snapshot, or hold the timestamp while reading", null);
			}
			throw KeyErrors.unexpected("a read", error);
		}
		return error.getLocked();
	}

	public Map<Key, byte[]> getAll(Collection<Key> keys, ReadView view, Budget budget) {
		Bundle bundle = new Bundle();
		Round round = send(keys, view, budget, bundle);
		bundle.send();
		return finish(keys, round, view, budget);
	}

	/**
	 * Ask for keys, without waiting.
	 * @param bundle what that goes out with
	 * @return the values to come, for {@link #finish}
	 */
	Round send(Collection<Key> keys, ReadView view, Budget budget, Bundle bundle) {
		Round round = new Round(view, budget, new HashMap<>(), KEYS_PER_REQUEST);
		round.send(new LinkedHashSet<>(keys), bundle);
		return round;
	}

	Map<Key, byte[]> finish(Collection<Key> keys, Round first, ReadView view, Budget budget) {
		Map<Key, byte[]> found = first.found;
		Round round = first;
		while (!round.sent.isEmpty()) {
			budget.countTrip();
			round.settle();
			Round next = new Round(view, budget, found, round.tooLarge ? Math.max(1, round.size / 4) : round.size);
			next.send(round.again);
			round = next;
		}
		confirm(view, budget);
		Map<Key, byte[]> ordered = new LinkedHashMap<>();
		for (Key key : keys) {
			byte[] value = found.get(key);
			if (value != null) {
				ordered.put(key, value);
			}
		}
		return ordered;
	}

	private record Sent(Shard<Key> shard, Pending<Kvrpcpb.BatchGetResponse> pending) {

	}

	/**
	 * Asks all regions at once, then deals with what has to be asked again.
	 */
	final class Round {

		private final ReadView view;

		private final Budget budget;

		private final Map<Key, byte[]> found;

		private final List<Sent> sent = new ArrayList<>();

		private final List<Key> again = new ArrayList<>();

		private final List<Kvrpcpb.LockInfo> met = new ArrayList<>();

		private final int size;

		private @Nullable Retry retry;

		private boolean tooLarge;

		Round(ReadView view, Budget budget, Map<Key, byte[]> found, int size) {
			this.view = view;
			this.budget = budget;
			this.found = found;
			this.size = size;
		}

		private void send(Collection<Key> keys) {
			Bundle bundle = new Bundle();
			send(keys, bundle);
			bundle.send();
		}

		private void send(Collection<Key> keys, Bundle bundle) {
			for (Shard<Key> shard : PointReads.this.requests.group(keys, Function.identity(), this.budget)) {
				send(shard, bundle);
			}
		}

		private void settle() {
			this.sent.forEach(this::settle);
			if (!this.met.isEmpty()) {
				PointReads.this.locks.pass(this.met, this.view, this.budget);
			}
			if (this.retry != null) {
				this.retry.await(this.budget);
			}
		}

		private void send(Shard<Key> shard, Bundle bundle) {
			for (Shard<Key> part : shard.parts(this.size)) {
				Kvrpcpb.BatchGetRequest.Builder request = Kvrpcpb.BatchGetRequest.newBuilder()
					.setContext(this.view.context(part.region()))
					.setVersion(this.view.at().value());
				part.items().forEach((key) -> request.addKeys(Locks.bytes(key)));
				this.sent.add(new Sent(part, send(part.region(), request.build(), bundle)));
			}
		}

		/**
		 * What did not fit one answer is asked for apart from all else.
		 */
		private Pending<Kvrpcpb.BatchGetResponse> send(Region region, Kvrpcpb.BatchGetRequest request, Bundle bundle) {
			RegionRequests requests = PointReads.this.requests;
			return (this.size < KEYS_PER_REQUEST) ? requests.sendAlone(region, Rpc.BATCH_GET, request)
					: requests.send(region, Rpc.BATCH_GET, request, bundle);
		}

		private void settle(Sent one) {
			Answer<Kvrpcpb.BatchGetResponse> answer = PointReads.this.requests.settle(one.shard().region(),
					Rpc.BATCH_GET, one.pending(), this.budget);
			Kvrpcpb.BatchGetResponse value = answer.value();
			if (value == null) {
				this.retry = Retry.longer(this.retry, answer.orRetry());
				this.tooLarge |= answer.orRetry().tooLarge();
				this.again.addAll(one.shard().items());
			}
			else if (value.hasError()) {
				this.met.add(lock(value.getError()));
				this.again.addAll(one.shard().items());
			}
			else {
				value.getPairsList().forEach(this::take);
			}
		}

		private void take(Kvrpcpb.KvPair pair) {
			if (pair.hasError()) {
				Kvrpcpb.LockInfo lock = lock(pair.getError());
				this.met.add(lock);
				this.again.add(Locks.key(lock));
			}
			else if (!pair.getValue().isEmpty()) {
				this.found.put(Key.wrap(pair.getKey().toByteArray()), pair.getValue().toByteArray());
			}
		}

	}

}
