package io.tito.client.internal.txn.hold;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.tito.client.CommitOutcome;
import io.tito.client.Timestamp;
import io.tito.client.internal.request.Fanout;
import io.tito.client.internal.request.Shard;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Rpc;
import io.tito.client.internal.txn.lock.Locks;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb;

/**
 * The pessimistic locks of one transaction. The store may lose them, so that they prove
 * nothing until the commit has succeeded; it fails if one was lost and mattered. Not
 * thread-safe.
 */
public final class HeldLocks {

	private final HoldServices services;

	private final Timestamp start;

	private final Duration patience;

	/** What is known of the keys that are held: their newest value, or null. */
	private final Map<Key, byte @Nullable []> values = new HashMap<>();

	/** What a lost request may have locked is to be released, too. */
	private final Set<Key> touched = new LinkedHashSet<>();

	private Timestamp forUpdate;

	private @Nullable Heartbeat heartbeat;

	/**
	 * Create an empty one.
	 * @param services what it needs
	 * @param start the start timestamp of the transaction
	 * @param patience how long to wait for one lock
	 */
	public HeldLocks(HoldServices services, Timestamp start, Duration patience) {
		this.services = services;
		this.start = start;
		this.forUpdate = start;
		this.patience = patience;
	}

	public boolean holds(Key key) {
		return this.values.containsKey(key);
	}

	/**
	 * The keys that are held.
	 * @return the keys
	 */
	public Set<Key> keys() {
		return Set.copyOf(this.values.keySet());
	}

	/**
	 * The value of a key that is held.
	 * @param key the key
	 * @return its newest value, or null if there is none
	 */
	public byte @Nullable [] value(Key key) {
		return this.values.get(key);
	}

	/**
	 * Lock a key at its newest version.
	 * @param key the key
	 * @param budget pays
	 * @return its value, or null if there is none
	 * @throws io.tito.client.DeadlockException if this transaction has to give way
	 * @throws io.tito.client.ClientTimeoutException if another held it for too long
	 */
	public byte @Nullable [] acquire(Key key, Budget budget) {
		if (!holds(key)) {
			new Acquisition(this.services, this, List.of(new Demand(key, false)), false).run(budget);
		}
		return value(key);
	}

	/**
	 * Lock what is not held yet.
	 * @param demands the keys
	 * @param unchanged whether a key that has a newer version than the start is a
	 * conflict
	 * @param budget pays
	 * @return why the transaction cannot commit, or null if it holds all keys
	 */
	public @Nullable CommitOutcome acquireAll(Collection<Demand> demands, boolean unchanged, Budget budget) {
		for (Demand demand : demands) {
			if (demand.absent() && value(demand.key()) != null) {
				return new CommitOutcome.KeyExists(demand.key());
			}
		}
		List<Demand> open = demands.stream().filter((demand) -> !holds(demand.key())).toList();
		return open.isEmpty() ? null : new Acquisition(this.services, this, open, unchanged).run(budget);
	}

	Kvrpcpb.PessimisticLockRequest request(Shard<Demand> shard, Timestamp at, long waitMillis) {
		boolean first = this.heartbeat == null;
		Heartbeat beats = beats(shard.items().get(0).key());
		Kvrpcpb.PessimisticLockRequest.Builder request = Kvrpcpb.PessimisticLockRequest.newBuilder()
			.setContext(shard.region().context())
			.setPrimaryLock(Locks.bytes(beats.primary()))
			.setStartVersion(this.start.value())
			.setForUpdateTs(at.value())
			.setLockTtl(beats.ttlMillis())
			.setMinCommitTs(at.next().value())
			.setWaitTimeout(waitMillis)
			.setIsFirstLock(first)
			.setReturnValues(true);
		for (Demand demand : shard.items()) {
			this.touched.add(demand.key());
			request.addMutations(Kvrpcpb.Mutation.newBuilder()
				.setOp(Kvrpcpb.Op.PessimisticLock)
				.setKey(Locks.bytes(demand.key()))
				.setAssertion(demand.absent() ? Kvrpcpb.Assertion.NotExist : Kvrpcpb.Assertion.None));
		}
		return request.build();
	}

	private Heartbeat beats(Key first) {
		Heartbeat running = this.heartbeat;
		if (running == null) {
			long age = Math.max(0, this.services.oracle().last().physical() - this.start.physical());
			running = new Heartbeat(beats(), this.start, first, Heartbeat.TTL_MILLIS + age);
			running.start();
			this.heartbeat = running;
		}
		return running;
	}

	private Beats beats() {
		return new Beats(this.services.requests(), this.services.background(), this.services.timer(),
				this.services.limits());
	}

	void locked(Shard<Demand> shard, Kvrpcpb.PessimisticLockResponse answer) {
		for (int i = 0; i < shard.items().size(); i++) {
			boolean absent = answer.getNotFounds(i) || answer.getValues(i).isEmpty();
			this.values.put(shard.items().get(i).key(), absent ? null : answer.getValues(i).toByteArray());
		}
	}

	/**
	 * A timestamp after the version that was in the way.
	 */
	Timestamp refresh(Budget budget) {
		this.forUpdate = this.services.oracle().fresh(budget);
		return this.forUpdate;
	}

	Timestamp start() {
		return this.start;
	}

	long patienceNanos() {
		return this.patience.toNanos();
	}

	long waitMillis(long deadline) {
		long most = Math.min(1000, this.services.limits().requestTimeout().toMillis() / 2);
		return Math.max(1, Math.min(most, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
	}

	/**
	 * The greatest timestamp that a key was locked at.
	 * @return the timestamp
	 */
	public Timestamp forUpdate() {
		return this.forUpdate;
	}

	/**
	 * What keeps the locks alive, and knows the primary key.
	 * @return the heartbeat, or null if nothing was locked
	 */
	public @Nullable Heartbeat heartbeat() {
		return this.heartbeat;
	}

	/**
	 * Let go, in the background. Only before the prewrite: afterwards the transaction is
	 * rolled back as a whole.
	 */
	public void release() {
		Heartbeat running = this.heartbeat;
		if (running != null) {
			running.close();
		}
		if (!this.touched.isEmpty()) {
			List<Key> keys = List.copyOf(this.touched);
			this.touched.clear();
			this.values.clear();
			this.services.background()
				.run("release of the locks of transaction " + this.start, () -> new Fanout<>(this.services.requests(),
						Rpc.PESSIMISTIC_ROLLBACK, this::release, (shard, answer) -> {
						})
					.run(keys, this.services.limits().background()));
		}
	}

	private Kvrpcpb.PessimisticRollbackRequest release(Shard<Key> shard) {
		Kvrpcpb.PessimisticRollbackRequest.Builder request = Kvrpcpb.PessimisticRollbackRequest.newBuilder()
			.setContext(shard.region().context())
			.setStartVersion(this.start.value())
			.setForUpdateTs(this.forUpdate.value());
		shard.items().forEach((key) -> request.addKeys(Locks.bytes(key)));
		return request.build();
	}

}
